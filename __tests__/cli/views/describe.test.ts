import type { AuditRow } from '../../../cli/audit-rows';
import { parseDescribe } from '../../../cli/commands/describe';
import type { DeployedApplication } from '../../../cli/deployment';
import { standsText } from '../../../cli/recovery/texts';
import { shortTime } from '../../../cli/times';
import type { ApplicationFacts } from '../../../cli/views/application-facts';
import { describeApplication } from '../../../cli/views/describe-application';
import { describeSnapshot, goBackTo } from '../../../cli/views/describe-snapshot';
import { makerOf } from '../../../cli/views/maker-row';
import { namedSnapshot } from '../../../cli/views/named-snapshot';
import { ago, BEGUN, factsOfTheApi, factsWith, NOW, scheduled } from './facts-of-a-test';

const NEW = scheduled(2);
const OLD = scheduled(62);
const FAILED = scheduled(12, { status: 'FAILED' });
const STOP = scheduled(700, { name: `STOP-orders-${ago(700).getTime()}` });
const snapshots = [OLD, NEW, FAILED, STOP];

function row(minutes: number, outcome: string, more: Partial<AuditRow> = {}): AuditRow {
  const time = ago(minutes);
  return { writtenBy: 'manager', runId: time.getTime(), time, outcome, deleted: [], failedToDelete: [], ...more };
}

const RUN = row(2, 'taken', {
  snapshotName: NEW.name,
  reason: 'ready',
  snapshotDurationMs: 2345,
  message: 'It is READY.',
});
const RESTORED = row(30, 'restored', {
  ...{ writtenBy: 'kda', restoredFrom: OLD.name, rpoSeconds: 720, rtoSeconds: 41, verdict: 'proven', who: 'ada' },
});
const JOB = {
  ...{ code: 'orders-1.jar', checkpointing: true, checkpointIntervalSeconds: 60, parallelism: 4, autoScaling: true },
  ...{ allowNonRestoredState: false, systemRollback: null },
};

/** Value of a field of a text. */
const fieldOf = (text: string | undefined, name: string) =>
  text?.split('\n').flatMap((line) => new RegExp(`^ {2}${name} {2,}(.+)$`).exec(line)?.[1] ?? [])[0];

describe('a snapshot', () => {
  test.each([
    ['by its whole name', NEW.name, NEW],
    ['by a part that one name has', 'STOP', STOP],
    ['as the newest good one', 'latest', NEW],
    ['as the newest at or before a time', '@-30m', OLD],
    ['as the one that was proven last', 'proven', OLD],
    ['also if it is not READY', FAILED.name, FAILED],
  ])('is named %s', (_, reference, snapshot) => {
    expect(namedSnapshot(factsWith({ snapshots, restores: [RESTORED] }), reference)).toBe(snapshot);
  });

  test('whose part of a name several have is refused with their names', () => {
    expect(() => namedSnapshot(factsWith({ snapshots }), 'demo.')).toThrow(
      `"demo." fits 3 snapshots of application orders: ${NEW.name}, ${FAILED.name}, ${OLD.name}. Type more of the name.`,
    );
  });

  test('that does not exist is refused with the nearest names', () => {
    expect(() => namedSnapshot(factsWith({ snapshots: [OLD] }), 'nonsense')).toThrow(
      `Application orders has no snapshot nonsense. Most similar: ${OLD.name}. Correct the name.`,
    );
  });

  test('is shown with the run that made it, the restores from it, and the command that goes back', () => {
    const facts = factsWith({ snapshots, restores: [RESTORED] });
    const { text } = describeSnapshot(facts, NEW.name, { madeBy: RUN });
    expect(text?.split('\n')[0]).toBe(`Snapshot ${NEW.name} of orders`);
    expect(fieldOf(text, 'made by')).toMatch(/^schedule; taken .+, ready, 2\.3 s: It is READY\.$/);
    expect(fieldOf(text, 'code')).toBe('version 7, the one that is configured; FLINK-1_20');
    expect(fieldOf(text, 'restores')).toBe('none recorded');
    expect(text?.split('\n').at(-1)).toBe(`To go back to it: kda restore orders --snapshot ${NEW.name}.`);

    const old = describeSnapshot(facts, OLD.name, { madeBy: null });
    expect(fieldOf(old.text, 'restores')).toMatch(/restored, RPO 12 min, RTO 41 s, proven, by ada$/);
    expect(fieldOf(old.text, 'proven')).toMatch(/, 41 s$/);
    expect(fieldOf(old.text, 'made by')).toBe('schedule; the audit has no run of it');
    expect(old.document).toMatchObject({
      restores: [RESTORED],
      restoreCommand: `kda restore orders --snapshot ${OLD.name}`,
    });
  });

  test('is shown with the API alone, and what that does not tell is unknown', () => {
    const { text, document } = describeSnapshot(factsOfTheApi({ snapshots }), NEW.name, { madeBy: undefined });
    expect(['hold', 'suspect', 'proven', 'restores', 'retention'].map((name) => fieldOf(text, name))).toEqual(
      Array.from({ length: 5 }, () => 'unknown'),
    );
    expect(fieldOf(text, 'made by')).toBe('schedule; its run is unknown');
    expect(document).toMatchObject({ madeByRun: null, restores: null });
  });

  test('that is FAILED has no way back, and a suspect one only with a warning', () => {
    expect(goBackTo('orders', { name: 'a', state: 'FAILED', suspect: false })).toEqual({
      text: 'Nothing can be restored from it: it is FAILED.',
    });
    const suspect = { who: 'bob', why: 'corrupt', markedAt: ago(1) };
    expect(goBackTo('orders', { name: 'a', state: 'READY', suspect }).text).toBe(
      'To go back to it: kda restore orders --snapshot a. It is suspect: that brings its state back.',
    );
  });
});

describe('the maker of a snapshot', () => {
  const made = (snapshot: { readonly name: string; readonly createdAt: Date | undefined }, rows: readonly AuditRow[]) =>
    makerOf({ name: snapshot.name, createdAt: snapshot.createdAt ?? ago(0) }, rows);
  const stopped = (minutes: number, name: string) =>
    row(minutes, 'stopped', { writtenBy: 'kda', message: `Snapshot ${name} has its state.` });

  test('is the run that named it, not a later hold on it', () => {
    expect(made(NEW, [row(1, 'held', { snapshotName: NEW.name }), RUN])).toBe(RUN);
  });

  test('is the stop whose message names it', () => {
    const stop = stopped(701, STOP.name);
    expect(made(STOP, [RUN, stop])).toBe(stop);
  });

  test('is no action that began after it, nor a restore from it', () => {
    expect(made(OLD, [stopped(20, OLD.name)])).toBeUndefined();
    expect(made(OLD, [row(63, 'restored', { ...RESTORED, message: `from ${OLD.name}` })])).toBeUndefined();
  });
});

describe('an application', () => {
  const described = (facts: ApplicationFacts, past: Partial<Parameters<typeof describeApplication>[1]> = {}) =>
    describeApplication(facts, { job: JOB, lastRows: [RUN, RESTORED], ...past });
  const hold = { application: 'orders', snapshotName: OLD.name, who: 'ada', why: 'audit', heldAt: ago(60) };
  const mark = { application: 'orders', snapshotName: NEW.name, who: 'bob', why: 'corrupt', markedAt: ago(1) };
  const freeze = { application: 'orders', who: 'ada', why: 'looking', since: ago(1), until: ago(-60) };

  test('is shown with status, settings, snapshots, schedule, marks and last runs', () => {
    const facts = factsWith({ snapshots, holds: [hold], marks: { suspects: [mark], freezes: [freeze] } });
    const { text } = described(facts);
    const fields = [
      'version',
      'checkpoints',
      'parallelism',
      'snapshots',
      'deployment',
      'retention',
      'holds',
      'suspect',
    ];
    expect(fields.map((name) => fieldOf(text, name))).toEqual([
      '7, code orders-1.jar',
      'on, every 60 s',
      '4, auto scaling on',
      '4 of 1000, 3 READY',
      `demo: a run every 10 minutes, next snapshot ${shortTime(ago(-8), NOW)}, objective 30 min`,
      'keepLast 3, keepDaily 7',
      `${OLD.name} by ada until released: audit`,
      `${NEW.name} by bob: corrupt`,
    ]);
    expect(fieldOf(text, 'newest good')).toBe(`${OLD.name}, 62 min old`);
    expect(fieldOf(text, 'reaches back')).toMatch(/, 11 h 40 min$/);
    expect(fieldOf(text, 'frozen')).toMatch(/^until .+ by ada: looking$/);
    expect(text).toMatch(/Last runs:\n.+\n.+ taken +demo\.\S+ +ready, 2\.3 s\n.+ restored +demo\.\S+ +RPO 12 min/);
  });

  test.each([
    ['none', {}, 'none: the settings have no consent', { drill: null, provenWithinDays: null }],
    [
      'a window of some days and an objective',
      { drill: { window: '04:00-04:30', days: ['SUN'] }, provenWithinDays: 30 },
      `window 04:00-04:30 UTC on SUN, next ${shortTime(new Date('2026-11-29T04:00:00Z'), NOW)}; objective: a proof within 30 days`,
      {
        drill: { window: '04:00-04:30 UTC on SUN', openUntil: null, next: new Date('2026-11-29T04:00:00Z') },
        provenWithinDays: 30,
      },
    ],
    [
      'a window that is open',
      { drill: { window: '03:00-03:30' } },
      `window 03:00-03:30 UTC, open until ${shortTime(new Date('2026-11-28T03:30:00Z'), NOW)}, next ${shortTime(new Date('2026-11-29T03:00:00Z'), NOW)}`,
      { drill: { openUntil: new Date('2026-11-28T03:30:00Z') } },
    ],
  ] satisfies [string, Partial<DeployedApplication>, string, object][])(
    'is shown with its drills: %s',
    (_, more, words, part) => {
      const facts = factsWith();
      const managed = facts.managed && { ...facts.managed, entry: { ...facts.managed.entry, ...more } };
      const { text, document } = described({ ...facts, managed });
      expect(fieldOf(text, 'drill')).toBe(words);
      expect(document).toMatchObject({ deployment: part });
    },
  );

  test('is shown with the API alone, and what that does not tell is unknown', () => {
    const { text, document } = described(factsOfTheApi({ snapshots }), { job: undefined, lastRows: undefined });
    expect(['job', 'deployment', 'holds', 'suspect', 'frozen'].map((name) => fieldOf(text, name))).toEqual(
      Array.from({ length: 5 }, () => 'unknown'),
    );
    expect(text).toMatch(/Last runs: unknown\./);
    expect(document).toMatchObject({ deployment: null, holds: null, suspects: null, freezes: null, lastRows: null });
  });

  test('with a restore that has not ended says where it stands and which command continues it', () => {
    const { text, document } = described(factsWith({ snapshots, recovery: BEGUN }));
    expect(text?.split('\n')[1]).toBe(standsText(BEGUN));
    expect(document).toMatchObject({ recovery: { kind: 'restore', who: 'ada', why: 'corrupt', step: 'start' } });
  });

  test.each([
    [{ kind: 'latest' }, 'the newest READY snapshot (configured; kda start passes suspect ones over)'],
    [{ kind: 'snapshot', name: 'demo.1' }, 'snapshot demo.1 (configured)'],
    [{ kind: 'none' }, 'empty state (configured)'],
  ] as const)('that is configured for %j says so', (restoresFrom, words) => {
    const facts = factsWith();
    expect(fieldOf(described({ ...facts, state: { ...facts.state, restoresFrom } }).text, 'starts from')).toBe(words);
  });
});

test.each([
  [[], 'The name of the application is missing.'],
  [['orders', 'a', 'b'], 'Only one snapshot is allowed: b is too much.'],
])('%j is refused', (argv, message) => {
  expect(() => parseDescribe(argv)).toThrow(message);
});
