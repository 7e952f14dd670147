import { gapAround } from '../../../cli/why/gap';
import { chooseRun, episodeOf, mailAbout, wentWell } from '../../../cli/why/runs';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { recordOf } from '../../lambda-src/fakes/facts';

const MINUTE_MS = 60_000;
const NOW = new Date('2026-11-28T03:00:00Z');
const at = (clock: string) => new Date(`2026-11-28T${clock}Z`);
const well = (clock: string): RunRecord => recordOf(at(clock), { state: 'taken', reason: 'ready' });
const bad = (clock: string, more: Partial<RunRecord> = {}): RunRecord =>
  recordOf(at(clock), { state: 'failed', reason: 'snapshot-failed', ...more });

/** Newest first: well, three bad ones, well. */
const RUNS = [well('02:00:37'), bad('01:50:37'), bad('01:40:37'), bad('01:30:37'), well('01:20:37')];

test('without a time it is the newest run that did not go well, else the newest', () => {
  expect(chooseRun(RUNS, undefined, NOW)?.eventTime).toEqual(at('01:50:37'));
  expect(chooseRun([well('02:00:37'), well('01:50:37')], undefined, NOW)?.eventTime).toEqual(at('02:00:37'));
  expect(chooseRun([], undefined, NOW)).toBeUndefined();
});

test.each([
  ['01:30:00', '01:30:37'],
  ['01:30:37', '01:30:37'],
  ['01:31:00', '01:30:37'],
  ['01:39:59', '01:40:37'],
  ['01:39:30', '01:30:37'],
  ['02:30:00', '02:00:37'],
  ['00:10:00', '01:20:37'],
])('at %s the run of %s is meant: of that minute, else the one before, else the first', (asked, meant) => {
  expect(chooseRun(RUNS, at(asked), NOW)?.eventTime).toEqual(at(meant));
});

test('a run that goes on is not bad; one past its deadline is', () => {
  const started = (deadline: string) => recordOf(at('02:55:00'), { state: 'started', deadlineAt: at(deadline) });
  expect([wentWell(started('03:05:00'), NOW), wentWell(started('02:59:00'), NOW)]).toEqual([true, false]);
});

test('a run whose reason this version does not know is judged by its outcome', () => {
  const of = (state: 'taken' | 'failed') => recordOf(at('02:00:00'), { state });
  expect([wentWell(of('taken'), NOW), wentWell(of('failed'), NOW)]).toEqual([true, false]);
});

test('the runs in a row that did not go well are counted, with their beginning and end', () => {
  const of = (index: number) => episodeOf(RUNS, RUNS[index] as RunRecord, NOW);
  expect(of(1)).toEqual({ since: at('01:30:37'), runs: 3, place: 3, overSince: at('02:00:37') });
  expect(of(3)).toEqual({ since: at('01:30:37'), runs: 3, place: 1, overSince: at('02:00:37') });
  expect(of(0)).toBeUndefined();
});

test('a trouble that is not over has no end, and one older than what was read began when its row says', () => {
  const runs = [bad('02:50:00', { conditionSince: at('00:10:00') }), bad('02:40:00')];
  expect(episodeOf(runs, runs[0] as RunRecord, NOW)).toEqual({
    ...{ since: at('00:10:00'), runs: 2, place: 2, overSince: undefined },
  });
});

test('a mail about it is that of its row, or of a later run that found the same', () => {
  const told = { condition: 'snapshots-failing', at: at('01:40:50') } as const;
  const runs = [
    well('02:00:00'),
    bad('01:50:00', { conditionSince: at('01:30:00'), told }),
    bad('01:40:00', { conditionSince: at('01:30:00'), told }),
    bad('01:30:00', { conditionSince: at('01:30:00') }),
  ];
  expect(runs.slice(1).map((run) => mailAbout(runs, run, NOW))).toEqual([told, told, told]);
});

test('a mail about an earlier trouble, or after another one began, is none about it', () => {
  const old = { condition: 'snapshots-failing', at: at('00:10:00') } as const;
  const runs = [
    recordOf(at('01:50:00'), {
      state: 'skipped',
      reason: 'not-running',
      told: { condition: 'not-running', at: at('01:51:00') },
    }),
    bad('01:40:00', { conditionSince: at('01:40:00'), told: old }),
  ];
  expect(mailAbout(runs, runs[1] as RunRecord, NOW)).toBeUndefined();
});

test('the mail about a run that died is noted by itself', () => {
  const run = recordOf(at('01:30:00'), { state: 'abandoned', reason: 'run-died', deathToldAt: at('01:41:00') });
  expect(mailAbout([run], run, NOW)).toEqual({ condition: 'manager-failing', at: at('01:41:00') });
});

describe('the gap around a time', () => {
  const snapshot = (clock: string) => ({ name: `s.${clock}`, createdAt: at(clock), isGone: false });
  const all = [snapshot('01:50:00'), snapshot('01:20:00'), snapshot('02:00:00')];

  test('lies between the good snapshots before and after', () => {
    expect(gapAround(at('01:30:00'), all, NOW)).toEqual({
      ...{ before: snapshot('01:20:00'), after: snapshot('01:50:00'), seconds: 30 * 60 },
    });
  });

  test('is ended by one of that very time', () => {
    expect(gapAround(at('01:50:00'), all, NOW)).toMatchObject({
      before: { name: 's.01:20:00' },
      after: { name: 's.01:50:00' },
    });
  });

  test('lasts until now where there is none after, and is unknown where there is none before', () => {
    expect(gapAround(at('02:10:00'), all, NOW)).toEqual({
      ...{ before: snapshot('02:00:00'), after: undefined, seconds: (60 * MINUTE_MS) / 1000 },
    });
    expect(gapAround(at('01:00:00'), all, NOW)).toMatchObject({ before: undefined, seconds: undefined });
  });
});
