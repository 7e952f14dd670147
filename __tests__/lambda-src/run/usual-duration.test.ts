import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { usualDurationMs } from '../../../lambda-src/snapshot-manager/run/wait';
import { recordOf } from '../fakes/facts';

function taken(durationMs: number | undefined, durationAtLeastMs?: number): RunRecord {
  const snapshot = { name: 'demo.1', durationMs, durationAtLeastMs };
  return recordOf(new Date('2026-11-23T10:20:00Z'), { state: 'taken', reason: 'ready', snapshot });
}

test.each<[string, RunRecord[], number | undefined]>([
  ['none without a record', [], undefined],
  ['none from snapshots whose end nobody watched', [taken(undefined)], undefined],
  ['none from failed ones', [{ ...taken(1_000), state: 'failed' }], undefined],
  ['the middle of the last look before the end and the first after it', [taken(24_000, 20_000)], 22_000],
  ['the median, so that one slow snapshot changes nothing', [taken(90_000), taken(20_000), taken(22_000)], 22_000],
  ['of the newest five', [1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9].map((ms) => taken(ms)), 1],
])('the usual duration is %s', (_case, recent, usualMs) => {
  expect(usualDurationMs(recent)).toBe(usualMs);
});
