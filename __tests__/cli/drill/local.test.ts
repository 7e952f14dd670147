import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDrill } from '../../../cli/commands/drill';
import { type DrillDocument, drillDocument } from '../../../cli/documents/drill';
import type { RehearseDocument } from '../../../cli/documents/rehearse';
import { type LocalWorld, runLocally } from '../../../cli/drill/local';
import { readState } from '../../../cli/rehearse/application';
import { SavepointError } from '../../../cli/rehearse/mapped-state';
import { UndeterminedError } from '../../../tools/undetermined-error';
import { settingsWith } from '../../settings-with';

let folder: string;
let savepoint: string;
let jar: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drill-local-'));
  savepoint = join(folder, 'savepoint');
  jar = join(folder, 'orders.jar');
  mkdirSync(savepoint);
  writeFileSync(join(savepoint, '_metadata'), '');
  writeFileSync(jar, '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const COMPATIBLE: Pick<RehearseDocument, 'verdict' | 'reached' | 'because' | 'remedy' | 'phases'> = {
  verdict: 'compatible',
  reached: 'checkpoint',
  because: 'Restored the state of 1 operator, all tasks run, and a checkpoint was completed.',
  remedy: null,
  phases: [
    { title: 'Restore', seconds: 4.2 },
    { title: 'Checkpoint', seconds: 0.3 },
  ],
};

/** Flink whose answer is given, and what was asked of it. */
class Here {
  readonly asked: Parameters<LocalWorld['rehearse']>[0][] = [];
  settings = settingsWith({ name: 'demo' });

  constructor(private readonly answer: Partial<RehearseDocument> | Error = COMPATIBLE) {}

  async run(...argv: string[]) {
    const asked = parseDrill(['orders', '--here', ...argv], 'ada', () => 'unused');
    if (asked.way !== 'local') throw new Error(asked.way);
    const { document, text = '', exitCode = 0 } = await runLocally(asked, this.world());
    return { text, exitCode, document: drillDocument.parse(document) };
  }

  private world(): LocalWorld {
    return {
      rehearse: async (asked) => {
        this.asked.push(asked);
        if (this.answer instanceof Error) throw this.answer;
        return { ...rehearsal(asked.to), ...this.answer } as RehearseDocument;
      },
      readState: (given, application) =>
        given === 'latest' ? { kind: 'snapshot', given: 'orders-7', folder } : readState(given, application),
      loadSettings: async () => this.settings,
      say: () => {},
    };
  }
}

function rehearsal(to: string): RehearseDocument {
  const operator = {
    ...{ id: 'a', name: 'sums', uid: 'sums', bytes: 9, states: [], droppedStates: [], notAskedStates: [] },
    timers: [],
    ...{ watched: null, renamed: null },
  };
  return {
    ...COMPATIBLE,
    ...{ from: null, to: { given: to, kind: 'jar', jar: to, commit: null }, state: { kind: 'folder', given: '' } },
    ...{
      operators: [{ ...operator, fate: 'kept' }],
      newOperators: [],
      newOperatorUids: [],
      warnings: [],
      seconds: 20,
      phases: [...COMPATIBLE.phases],
    },
  };
}

test('a savepoint that is restored, runs and completes a checkpoint is proven, with the time of the restore', async () => {
  const { document, text, exitCode } = await new Here().run('--state', savepoint, '--jar', jar);
  expect(exitCode).toBe(0);
  expect(document).toEqual<DrillDocument>({
    ...{ application: 'orders', way: 'local', drill: null, verdict: 'proven', snapshot: savepoint, seconds: 4.2 },
    proof: [
      'Flink restored the state of all operators that have some: 1',
      'all tasks run',
      'a checkpoint was completed',
    ],
    ...{ steps: [], message: COMPATIBLE.because, recorded: false },
  });
  expect(text).toContain(`proven: orders from ${savepoint}, restored in 4.2 s\n`);
  expect(text).toMatch(
    /\nRecorded: no\. It happened on this machine alone, so it is no proof about the service: kda drill orders --in-place is\.$/,
  );
});

test.each<[Partial<RehearseDocument>, DrillDocument['verdict'], number, number | null]>([
  [{ verdict: 'partial', because: 'State of 1 would be dropped.', remedy: '--allow' }, 'not-proven', 1, null],
  [{ verdict: 'incompatible', reached: 'mapped', because: 'Types differ.', remedy: 'Undo it.' }, 'not-proven', 1, null],
  [{ verdict: 'unknown', reached: 'tasks-running', because: 'No checkpoint.' }, 'started-not-proven', 3, 4.2],
  [{ verdict: 'unknown', reached: 'mapped', because: 'main() failed.' }, 'started-not-proven', 3, null],
])('a rehearsal that says %j is %s and ends with %d', async (answer, verdict, code, seconds) => {
  const { document, text, exitCode } = await new Here(answer).run('--state', savepoint, '--jar', jar);
  expect([document.verdict, exitCode, document.seconds]).toEqual([verdict, code, seconds]);
  expect(document.message).toContain(answer.because);
  expect(text).toContain(answer.because);
});

test('what runs only without some of its state has no proof, and its advice is none of an option that a drill lacks', async () => {
  const answer = { verdict: 'partial', reached: 'checkpoint', because: 'Dropped.', remedy: 'Use --allow.' } as const;
  const { document } = await new Here(answer).run('--state', savepoint, '--jar', jar);
  expect(document).toMatchObject({ proof: [], message: 'Dropped.' });
});

test('a job that never ran says so', async () => {
  const { document } = await new Here({ verdict: 'unknown', reached: 'mapped' }).run(
    ...['--state', savepoint, '--jar', jar],
  );
  expect(document.proof).toEqual(['it did not come to running tasks']);
});

test('a savepoint that Flink can’t read is not proven', async () => {
  const here = new Here(new SavepointError("Flink can't read the savepoint: EOF"));
  const { document, exitCode } = await here.run('--state', savepoint, '--jar', jar);
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({ verdict: 'not-proven', message: "Flink can't read the savepoint: EOF" });
});

test('a Flink that does not start leaves it open: exit code 3', async () => {
  const here = new Here(new UndeterminedError('There is no verdict: Flink cannot be started: no memory'));
  const { document, exitCode } = await here.run('--state', savepoint, '--jar', jar);
  expect(exitCode).toBe(3);
  expect(document).toMatchObject({
    ...{ verdict: 'started-not-proven', proof: ['it did not come to running tasks'] },
    message: 'There is no verdict: Flink cannot be started: no memory',
  });
});

test('the application’s own properties are taken with a snapshot of the local cloud, never with a folder', async () => {
  const here = new Here();
  await here.run('--state', savepoint, '--jar', jar);
  await here.run('--state', 'latest', '--jar', jar);
  expect(here.asked.map(({ application }) => application)).toEqual([undefined, 'orders']);
});

test('the code is artifacts.jar of the settings for the application of the settings', async () => {
  const here = new Here();
  const name = 'orders';
  here.settings = { ...settingsWith({ name: 'demo', application: { name } }), artifacts: { bucket: 'b', jar } };
  await here.run('--state', savepoint);
  expect(here.asked.map(({ to }) => to)).toEqual([jar]);
});

test('a dry run says what would run, and starts nothing', async () => {
  const here = new Here();
  const { document, exitCode, text } = await here.run('--state', savepoint, '--jar', jar, '--dry-run');
  expect([document.verdict, exitCode, here.asked]).toEqual(['planned', 0, []]);
  expect(text).toContain(`${jar} is restored from ${savepoint}`);
});

describe('refused before Flink starts', () => {
  test.each([
    ['no state', [], '--state is missing: kda drill orders --here --state DIR'],
    ['a window', ['--state', 'S', '--window', '04:00-05:00'], '--window belongs to a drill with --in-place'],
    ['a time-out', ['--state', 'S', '--timeout', 'soon'], '--timeout is "soon"'],
    ['code that is no JAR', ['--state', 'S', '--jar', 'main'], '--jar is main, expected a file x.jar.'],
    ['a folder that is missing', ['--state', './nowhere'], '--state ./nowhere does not exist'],
    ['a folder of something else', ['--state', tmpdir()], 'has no _metadata'],
    ['a JAR that is missing', ['--state', 'SAVEPOINT', '--jar', 'none.jar'], '--jar none.jar does not exist'],
    ['code of another application', ['--state', 'SAVEPOINT'], 'is the code of'],
    [
      'properties that are missing',
      ['--state', 'SAVEPOINT', '--jar', 'JAR', '--properties', 'x.json'],
      'x.json does not exist, expected property groups as {"group"',
    ],
  ])('%s', async (_, argv, message) => {
    const here = new Here();
    const real = argv.map((word) => (word === 'SAVEPOINT' ? savepoint : word === 'JAR' ? jar : word));
    await expect(here.run(...real)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
    expect(here.asked).toEqual([]);
  });
});
