import type { ProofSearch } from '../../../cli/safety/facts';
import { proofFindings } from '../../../cli/safety/proof-findings';
import { utcText, written } from '../../../cli/safety/words';
import { applicationOf, NOW } from './facts-of';

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const provenAt = (days: number): ProofSearch => ({
  proof: { at: daysAgo(days), snapshot: 'demo.good', restoreSeconds: 41 },
});

function found(wish: Parameters<typeof applicationOf>[0]): string[] {
  return proofFindings(applicationOf(wish), NOW).map(({ weight, says }) => `${weight}: ${written(says, utcText)}`);
}

test('a proof within the objective, or no objective, is nothing to say', () => {
  expect(found({ provenWithinDays: 30, proven: { value: provenAt(30) } })).toEqual([]);
  expect(found({ proven: { value: provenAt(300) } })).toEqual([]);
  expect(found({ proven: { value: { proof: undefined } } })).toEqual([]);
});

test('a proof that is older than the objective is named', () => {
  expect(found({ provenWithinDays: 7, proven: { value: provenAt(8) } })).toEqual([
    'note: no restore was proven since 2026-11-20T03:02:00Z: the objective is 7 days',
  ]);
});

test('an objective without any proof is named, and nothing that was not looked for', () => {
  const proof = undefined;
  expect(found({ provenWithinDays: 1, proven: { value: { proof } } })).toEqual([
    'note: no restore was ever proven: the objective is 1 day',
  ]);
  expect(found({ provenWithinDays: 7, proven: { value: { proof, searchedSince: daysAgo(8) } } })).toEqual([
    'note: no restore was proven since 2026-11-21T03:02:00Z: the objective is 7 days',
  ]);
  expect(found({ provenWithinDays: 7, proven: { value: { proof, searchedSince: daysAgo(6) } } })).toEqual([]);
  expect(found({ provenWithinDays: 7, proven: { because: 'no right' } })).toEqual([]);
});
