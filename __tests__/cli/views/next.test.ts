import { standsText } from '../../../cli/recovery/texts';
import type { ApplicationFacts } from '../../../cli/views/application-facts';
import { showNext } from '../../../cli/views/next';
import { nextStates, type Way } from '../../../cli/views/next-state';
import { nextWarnings } from '../../../cli/views/next-warnings';
import type { RestoreSource } from '../../../lambda-src/snapshot-manager/domain/application-state';
import { ago, BEGUN, factsOfTheApi, factsWith, scheduled } from './facts-of-a-test';

const BAD = scheduled(2);
const GOOD = scheduled(12);
const OLD = scheduled(72);
const SUSPECT = {
  suspects: [{ application: 'orders', snapshotName: BAD.name, who: 'bob', why: 'corrupt', markedAt: ago(1) }],
  freezes: [],
};
const snapshots = [OLD, BAD, GOOD, scheduled(1, { name: 'failed', status: 'FAILED' })];

/** Source and snapshot of each way: `name`, or `(source)`. */
function statesOf(facts: ApplicationFacts): Readonly<Record<Way, string>> {
  return Object.fromEntries(
    nextStates(facts).map(({ by, source, snapshot }) => [by, source === 'snapshot' ? snapshot?.name : `(${source})`]),
  ) as Record<Way, string>;
}

const warningsOf = (facts: ApplicationFacts) => nextWarnings(facts, nextStates(facts));

const like = (more: Partial<ApplicationFacts['state']>) => ({ ...factsWith().state, ...more });
const configured = (restoresFrom: RestoreSource) => like({ restoresFrom });

test('while all are good, each way uses the newest state that it can', () => {
  const facts = factsWith({ snapshots });
  expect(statesOf(facts)).toEqual({
    'flink-restart': '(checkpoint)',
    'kda-start': BAD.name,
    'console-run': BAD.name,
    'aws-start': BAD.name,
    deployment: '(new-snapshot)',
    'auto-scaling': '(new-snapshot)',
  });
  expect(warningsOf(facts)).toEqual([]);
});

test('a suspect newest one is used by the console and AWS, not by kda start, and the warning says so', () => {
  const facts = factsWith({ snapshots, marks: SUSPECT });
  expect(statesOf(facts)).toMatchObject({ 'kda-start': GOOD.name, 'console-run': BAD.name, 'aws-start': BAD.name });
  expect(warningsOf(facts)).toEqual([
    `The newest snapshot ${BAD.name} is suspect (bob: corrupt): the console’s Run and an AWS start without a choice would bring the bad state back. kda start orders takes ${GOOD.name}.`,
  ]);
});

test('a configured restore point is what AWS uses without a choice, and how far that goes back is said', () => {
  const facts = factsWith({ snapshots, state: configured({ kind: 'snapshot', name: OLD.name }) });
  expect(statesOf(facts)).toMatchObject({ 'kda-start': BAD.name, 'console-run': BAD.name, 'aws-start': OLD.name });
  expect(warningsOf(facts)).toEqual([
    `An AWS start without a choice goes back to ${OLD.name}, 70 min before the newest one: orders is configured for it. Use kda start orders, which names its snapshot.`,
  ]);
  expect(nextStates(facts)[0]?.because).toBe(`its newest completed checkpoint; before the first one: ${OLD.name}`);
});

test.each([
  ['gone', 'it fails: it is configured for gone, which does not exist'],
  ['failed', 'it fails: it is configured for failed, which is FAILED'],
])('a configured restore point %s makes an AWS start fail', (name, because) => {
  const facts = factsWith({ snapshots, state: configured({ kind: 'snapshot', name }) });
  expect(nextStates(facts).find(({ by }) => by === 'aws-start')).toMatchObject({ source: 'nothing', because });
  expect(warningsOf(facts)).toEqual([
    `An AWS start without a choice fails: ${because}. Use kda start orders, which names its snapshot.`,
  ]);
});

test('an application that is configured to skip snapshots starts empty by AWS alone', () => {
  const facts = factsWith({ snapshots, state: configured({ kind: 'none' }) });
  expect(statesOf(facts)).toMatchObject({ 'kda-start': BAD.name, 'aws-start': '(empty)' });
  expect(warningsOf(facts)).toEqual([
    'orders is configured to skip snapshots: an AWS start without a choice is empty. Use kda start orders, which names its snapshot.',
  ]);
});

test('without a READY snapshot the console starts empty, and kda start refuses', () => {
  const facts = factsWith({ snapshots: snapshots.filter(({ status }) => status !== 'READY') });
  expect(statesOf(facts)).toMatchObject({ 'kda-start': '(nothing)', 'console-run': '(empty)', 'aws-start': '(empty)' });
  expect(warningsOf(facts)).toEqual([
    'There is no READY snapshot: the console’s Run starts with empty state, and kda start refuses.',
  ]);
});

test('while the service may take no snapshots, deployment and scaling fall back to the newest one', () => {
  const facts = factsWith({ snapshots, state: like({ snapshotsEnabled: false }) });
  expect(statesOf(facts)).toMatchObject({ deployment: BAD.name, 'auto-scaling': BAD.name });
  expect(warningsOf(facts)).toEqual([expect.stringMatching(/^Snapshots of the service are disabled: a deployment/)]);
});

test('a stopped application is restarted neither by Flink nor by a deployment nor by scaling', () => {
  const facts = factsWith({ snapshots, state: like({ status: 'READY' }) });
  expect(statesOf(facts)).toMatchObject({
    'flink-restart': '(nothing)',
    deployment: '(nothing)',
    'auto-scaling': '(nothing)',
  });
  expect(showNext(facts).document).toMatchObject({ stopTakesSnapshot: false });
});

test('with the API alone the states are the same, and that marks are unknown is said', () => {
  const facts = factsOfTheApi({ snapshots });
  expect(statesOf(facts)).toEqual(statesOf(factsWith({ snapshots })));
  expect(nextStates(facts)[2]?.snapshot?.suspect).toBeNull();
  expect(warningsOf(facts)).toEqual([`Whether ${BAD.name} is suspect is not known: the marks could not be read.`]);
});

test('a restore that has not ended is a warning: somebody is at work on the state', () => {
  expect(warningsOf(factsWith({ snapshots, recovery: BEGUN }))).toEqual([standsText(BEGUN)]);
});

describe('the settings of the job', () => {
  const JOB = { checkpointing: true, checkpointIntervalSeconds: 60, autoScaling: true };
  const facts = factsWith({ snapshots, state: configured({ kind: 'snapshot', name: OLD.name }) });

  test('say how often there is a checkpoint', () => {
    expect(nextStates(facts, JOB)[0]).toMatchObject({
      source: 'checkpoint',
      because: `its newest completed checkpoint (one every 60 s); before the first one: ${OLD.name}`,
    });
  });

  test('without checkpoints a failure falls back to the start of the job, which is a warning', () => {
    const off = { ...JOB, checkpointing: false };
    expect(nextStates(facts, off)[0]).toMatchObject({ source: 'snapshot', snapshot: { name: OLD.name } });
    expect(nextStates(factsWith({ state: configured({ kind: 'none' }) }), off)[0]?.source).toBe('empty');
    expect(nextWarnings(facts, nextStates(facts, off))).toContain(
      'Checkpoints of orders are off: after every failure it starts from the state of its start, and processes all since then again. Set CheckpointingEnabled to true.',
    );
  });

  test('while auto scaling is off, it restarts nothing', () => {
    const scaling = (autoScaling: boolean) => nextStates(facts, { ...JOB, autoScaling }).at(-1);
    expect(scaling(true)).toMatchObject({ by: 'auto-scaling', source: 'new-snapshot' });
    expect(scaling(false)).toMatchObject({ by: 'auto-scaling', source: 'nothing', because: 'it is off' });
  });
});

test('the text has the state of each way on one line, kda start and the console among them, and the reason below it', () => {
  const lines = showNext(factsWith({ snapshots, marks: SUSPECT })).text?.split('\n') ?? [];
  expect(lines[0]).toMatch(/^orders is RUNNING\. State of the next start, by the way of starting \(times in .+\):$/);
  expect(lines.at(-2)).toBe('A stop without --force takes a snapshot first; that is then the newest one.');
  expect(lines.filter((line) => /^ {2}kda start /.test(line))).toEqual([
    expect.stringMatching(new RegExp(`${GOOD.name} of .+, 12 min old$`)),
  ]);
  expect(lines.filter((line) => /^ {2}Run in the console /.test(line))).toEqual([
    expect.stringMatching(new RegExp(`${BAD.name} of .+, 2 min old, SUSPECT$`)),
  ]);
  const below = lines[1 + lines.findIndex((line) => line.startsWith('  Run in the console '))];
  expect(below).toMatch(/^ {10,}the newest READY one, suspect or not$/);
  expect(lines.at(-1)).toMatch(/^Warning: The newest snapshot/);
});
