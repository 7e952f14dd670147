import { setTimeout as sleep } from 'node:timers/promises';
import { drillDocument } from '../../../cli/documents/drill';
import { runLocally } from '../../../cli/drill/local';
import { readState } from '../../../cli/rehearse/application';
import { rehearse } from '../../../cli/rehearse/rehearse';
import { rehearsalMarkdown, rehearsalText } from '../../../cli/rehearse/texts';
import { DEMO, demoRehearsals, jarOf } from './demo-rehearsals';
import type { Variant } from './demo-variants';

const NAMES = [
  'compatible',
  'removed-operator',
  'changed-uid',
  'changed-type',
  'unreachable-source',
  'unreachable-sink',
  'ends',
  'renamed-state',
  'forgotten-state',
  'later-state',
  'renamed-operator-state',
  'kryo-old',
  'kryo-new',
  'silent',
  'main-waits',
  'few-key-groups',
] as const satisfies readonly Variant[];

jest.setTimeout(300_000);

const { jar, left, savepoint, surroundings, tried } = demoRehearsals(NAMES, ['demo']);

test('other results from the same state are compatible; the old code runs first, and nothing is left', async () => {
  const running = tried('compatible', { state: null });
  await Promise.race([running, sleep(1000)]);
  expect(await left()).toEqual([expect.any(String)]);
  const document = await running;
  expect(document).toMatchObject({
    verdict: 'compatible',
    reached: 'checkpoint',
    because: 'Restored the state of 3 operators, all tasks run, and a checkpoint was completed.',
    state: { kind: 'taken', given: null },
    newOperators: [],
    warnings: [],
  });
  expect(document.operators.map(({ name, uid, fate }) => [name, uid, fate]).sort()).toEqual([
    ['Source: user-source', 'user-source', 'kept'],
    ['age-statistic', 'age-statistic', 'kept'],
    ['user-counter', 'user-counter', 'kept'],
  ]);
  expect(document.operators.find(({ name }) => name === 'age-statistic')?.states).toEqual(['amount-by-age']);
  expect(await left()).toEqual([]);
});

test('a drill on this machine restores the savepoint with its own code: proven, in some seconds; no code is new', async () => {
  const said: string[] = [];
  const { document, exitCode } = await runLocally(
    {
      ...{ way: 'local', application: 'users', state: savepoint('demo'), jar: DEMO, environment: undefined },
      ...{ properties: undefined, timeoutMs: 60_000, isDryRun: false },
    },
    {
      readState,
      loadSettings: undefined,
      say: () => undefined,
      rehearse: ({ to, words }) =>
        rehearse(
          {
            ...{ from: null, to: jarOf(to, to), state: readState(savepoint('demo'), undefined) },
            ...{ allowNonRestoredState: false, warnings: [], words },
          },
          surroundings(),
          (line) => said.push(line),
        ),
    },
  );
  expect(exitCode).toBe(0);
  expect(document).toMatchObject({ way: 'local', verdict: 'proven', snapshot: savepoint('demo'), recorded: false });
  expect(drillDocument.parse(document).seconds).toBeGreaterThan(0);
  expect(said.filter((line) => line.startsWith('▸'))).toEqual([
    '▸ Read the operators, start Flink',
    '▸ Restore',
    '▸ Read the state, input',
    '▸ Checkpoint',
  ]);
});

test('a removed operator is partial: it is named, with the option that accepts the loss', async () => {
  const document = await tried('removed-operator');
  expect(document.verdict).toBe('partial');
  expect(document.because).toMatch(
    /^The state of 1 operator would be dropped: "age-statistic" \(\d+(\.\d)? k?B\): the new code has no operator with the uid "age-statistic"\.$/,
  );
  expect(document.remedy).toContain('--allow-non-restored-state');
});

test('with that option it is compatible, and the loss is named', async () => {
  const document = await tried('removed-operator', { allowNonRestoredState: true });
  expect(document.verdict).toBe('compatible');
  expect(document.because).toMatch(/Restored the state of 2 operators.*"age-statistic" \(.*\) is dropped, as --allow/);
  expect(rehearsalMarkdown(document)).toContain(
    '## State rehearsal: compatible, with the allowed loss of 1 operator\n',
  );
});

test('a changed uid is partial: Flink starts with the option; the uid to give back is named', async () => {
  const document = await tried('changed-uid');
  expect(document.verdict).toBe('partial');
  expect(document.because).toContain('its uid changed from "age-statistic" to "age-statistics"');
  expect(document.remedy).toMatch(/^Give it back \.uid\("age-statistic"\), or accept the loss with/);
  expect([document.newOperators, document.newOperatorUids]).toEqual([['age-statistic'], ['age-statistics']]);
  expect(rehearsalText(document)).toContain('\nNew, so empty at the start: age-statistic (uid age-statistics)\n');
  expect(rehearsalMarkdown(document)).toMatch(/^<!-- kda-snapshots: rehearsal -->\n## State rehearsal: partial\n/);
});

test('another type of a state is incompatible: the serializers are named', async () => {
  const document = await tried('changed-type');
  expect(document).toMatchObject({
    verdict: 'incompatible',
    because:
      'The serializer of a state of task "age-statistic -> discard: Writer" changed from LongSerializer to StringSerializer, and the new one can\'t read what the old one wrote.',
  });
});

test('a smaller maximum parallelism is incompatible: both are named', async () => {
  const document = await tried('few-key-groups');
  expect(document).toMatchObject({
    verdict: 'incompatible',
    because: "The maximum parallelism changed from 128 to 4, and Flink can't distribute the state anew.",
    remedy: 'Set the maximum parallelism to 128 again: setMaxParallelism(128).',
  });
});

test('a source that does not answer leaves it unknown, with the mapping and Flink’s words', async () => {
  const document = await tried('unreachable-source', { from: null });
  expect(document).toMatchObject({ verdict: 'unknown', reached: 'restored', from: null });
  expect(document.because).toMatch(
    /^The new code does not run here: a source failed: No answer from broker\.example:9092\. By then the state of 3 of 3 operators was mapped to the new code, and Flink had handed it to the tasks/,
  );
  expect(rehearsalText(document)).toContain('UNKNOWN  The new code does not run here');
});

test('an operator whose service does not answer leaves it unknown, also if it asks for it in initializeState', async () => {
  const document = await tried('unreachable-sink');
  expect(document).toMatchObject({
    verdict: 'unknown',
    because: expect.stringContaining(
      ': task "Source: user-source -> user-counter" failed: No answer from broker.example',
    ),
  });
});

test('a state with another name in the same operator is partial: the old name is told', async () => {
  const document = await tried('renamed-state');
  expect(document.verdict).toBe('partial');
  expect(document.because).toMatch(
    /^State that the new code does not ask for would be dropped: "amount-by-age" in "age-statistic" \(.* k?B\): not asked for in [\d.]+ s with \d+ records, and its name stands nowhere in the new code\.$/,
  );
  expect(rehearsalText(document)).toMatch(/age-statistic +age-statistic .* kept +amount-by-age \(DROPPED\)/);
});

test.each([
  ['a state that an operator with the same uid has no more', 'forgotten-state', '"amount-by-age" in "age-statistic"'],
  ['operator state with another name', 'renamed-operator-state', '"amount" in "user-counter"'],
] as const)('%s is partial', async (_, name, state) => {
  const document = await tried(name);
  expect(document).toMatchObject({ verdict: 'partial', because: expect.stringContaining(state) });
});

test('a state that the code asks for with its first record is kept', async () => {
  const document = await tried('later-state');
  expect(document).toMatchObject({ verdict: 'compatible', warnings: [] });
});

test('state that Kryo wrote of a class with fewer fields is incompatible, also where no record needs it', async () => {
  const document = await tried('kryo-new', { from: jarOf(jar('kryo-old'), 'old.jar'), state: null });
  expect(document.verdict).toBe('incompatible');
  expect(document.because).toMatch(/^The new code can't read the values of "amount-by-age" in "age-statistic" \(/);
});

test('code that gets no input is compatible, as its state was read; the missing record is a warning', async () => {
  const document = await tried('silent');
  expect(document).toMatchObject({
    verdict: 'compatible',
    warnings: [
      expect.stringMatching(
        /^No record was processed with the restored state of "age-statistic" \(.*\): none came in 8(\.\d)? s\.$/,
      ),
    ],
  });
});

test('a main() that waits ends the rehearsal after --timeout, as unknown', async () => {
  const document = await tried('main-waits', {}, { timeoutMs: 5000 });
  expect(document).toMatchObject({
    verdict: 'unknown',
    because: expect.stringMatching(/its main\(\) did not come to execute\(\) in 5 s\./),
  });
  expect(document.seconds).toBeLessThan(30);
});

test('new code whose source ends leaves it unknown, and the reason says that it ended', async () => {
  const document = await tried('ends');
  expect(document).toMatchObject({
    verdict: 'unknown',
    because: expect.stringContaining(
      'it ended by itself before a savepoint could be taken, as its sources have an end.',
    ),
    remedy: 'Give the code sources that have no end, with --properties FILE.',
  });
});

test('old code whose source does not answer leaves it unknown, with the operators compared', async () => {
  const document = await tried('removed-operator', {
    from: jarOf(jar('unreachable-source'), 'old.jar'),
    state: null,
  });
  expect(document).toMatchObject({ verdict: 'unknown', reached: 'mapped' });
  expect(document.because).toContain('By their ids, the new code lacks "age-statistic"');
});

test('old code whose source ends leaves it unknown: there is no savepoint of a job that has ended', async () => {
  const document = await tried('compatible', { from: jarOf(jar('ends'), 'old.jar'), state: null });
  expect(document).toMatchObject({
    verdict: 'unknown',
    because: expect.stringMatching(
      /^The old code does not run here, so there is no state: it ended by itself before a savepoint could be taken/,
    ),
    remedy: 'Give the code sources that have no end, with --properties FILE.',
  });
});
