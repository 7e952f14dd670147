import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { ENTRIES, nameOf, OPERATE } from '../../cli/program';
import { APPLICATION, useCloudWithManager } from './cloud-with-manager';

const PROJECT = resolve(__dirname, '../..');

// One day of an operator, by the program itself, without a checkout: each document is what its schema promises.
jest.setTimeout(240_000);
const place = useCloudWithManager('every-command-', 50);

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function typed(...argv: readonly string[]): Promise<Answer> {
  const args = [join(PROJECT, 'bin/kda.js'), ...argv, '--deployment', 'kda-snapshots', '--json'];
  const env = { ...process.env, ...place.cloud.environment, USER: 'ada', XDG_STATE_HOME: join(place.folder, 'state') };
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: place.folder, env }, (error, stdout, stderr) =>
      done({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

const SECOND = ['--who', 'ada', '--why', 'a test'] as const;
const PROOF = ['--yes', '--prove', '60s'] as const;

/** Lines in their order, with the exit code, and what their documents say. */
const DAY: readonly (readonly [argv: readonly string[], exitCode: number, document: unknown])[] = [
  [['snapshots', APPLICATION], 0, { application: APPLICATION }],
  [['snapshot', APPLICATION, '--reason', 'a test'], 0, [{ application: APPLICATION, state: 'taken' }]],
  [['gate', APPLICATION, '--max-age', '10m'], 0, { application: APPLICATION }],
  [['next', APPLICATION], 0, { application: APPLICATION }],
  // Neither rule nor alarms were deployed, and none of them is the application's.
  [['status'], 1, { safe: false, applications: [{ name: APPLICATION, verdict: 'safe' }] }],
  [['status', APPLICATION], 0, { safe: true, delivery: { rule: 'missing' } }],
  [['retention', APPLICATION], 0, [{ application: APPLICATION }]],
  [['hold', APPLICATION, 'latest', '--why', 'a test'], 0, [{ state: 'held' }]],
  [['holds', APPLICATION], 0, [{ application: APPLICATION, who: 'ada' }]],
  [['release', APPLICATION, 'latest'], 0, [{ state: 'released' }]],
  [['suspect', APPLICATION, 'latest', '--why', 'a test'], 0, [{ state: 'suspect' }]],
  [['freeze', APPLICATION, '--why', 'a test'], 0, [{ state: 'frozen' }]],
  [['status', APPLICATION], 0, { applications: [{ frozen: true, suspects: [expect.any(String)] }] }],
  [['thaw', APPLICATION], 0, [{ state: 'thawed' }]],
  [['restore', APPLICATION, '--latest', '--dry-run', ...SECOND], 0, { outcome: 'planned' }],
  [['restore', APPLICATION, '--latest', ...PROOF, ...SECOND], 0, { kind: 'restore', outcome: 'proven' }],
  [
    ['snapshots', APPLICATION],
    0,
    { snapshots: expect.arrayContaining([expect.objectContaining({ proven: expect.any(Object) })]) },
  ],
  [['stop', APPLICATION, ...SECOND, '--yes'], 0, { application: APPLICATION, status: 'READY' }],
  [['start', APPLICATION, ...PROOF, ...SECOND], 0, { kind: 'start', outcome: 'proven' }],
  // The settings of this deployment have no consent.
  // Its settings do not consent.
  [['drill', APPLICATION, '--in-place', '--dry-run'], 1, { verdict: 'refused', recorded: false }],
  [['drill', APPLICATION, '--in-place', '--yes', '--who', 'ada'], 1, { verdict: 'refused', recorded: true }],
  // Too short for the first checkpoint, which comes after a minute.
  [['verify', APPLICATION, '--for', '5s', '--allow-idle'], 3, { applications: [{ verdict: 'undetermined' }] }],
  [['rollback', APPLICATION, '--dry-run', ...SECOND], 1, undefined],
  [['history', APPLICATION], 0, { application: APPLICATION }],
  [['describe', APPLICATION], 0, { application: APPLICATION }],
  [['describe', APPLICATION, 'proven'], 0, { snapshot: { proven: expect.any(Object) } }],
  [['why', APPLICATION], 0, { application: APPLICATION }],
  // Nobody made a log group for it.
  [['logs', APPLICATION], 3, { application: APPLICATION }],
  [['audit', APPLICATION], 0, expect.arrayContaining([expect.objectContaining({ outcome: 'restored', who: 'ada' })])],
  [['doctor'], 1, { checks: expect.any(Array) }],
  [['trust', APPLICATION, 'SUSPECT', '--why', 'it was good'], 0, [{ state: 'trusted' }]],
];

test('a day types every command of the operator', () => {
  // The page has no document and no end of its own: tarball.system.test.ts serves it.
  const all = ENTRIES.filter(({ group }) => group === OPERATE)
    .map(nameOf)
    .filter((name) => name !== 'page');
  expect([...new Set(DAY.map(([[word = '']]) => word))].sort()).toEqual(all.sort());
});

let suspect = '';

test.each(DAY)('%j ends with %i, and its document is what the schema says', async (argv, exitCode, expected) => {
  const answer = await typed(...argv.map((word) => (word === 'SUSPECT' ? suspect : word)));
  expect(answer).toMatchObject({ exitCode });
  if (expected === undefined) {
    expect(answer.stdout).toBe('');
    return;
  }
  const document: unknown = JSON.parse(answer.stdout);
  const schema = await ENTRIES.find((entry) => nameOf(entry) === argv[0])?.command.schema?.();
  expect(schema?.safeParse(document).error).toBeUndefined();
  expect({ document }).toMatchObject({ document: expected });
  if (argv[0] === 'suspect') suspect = JSON.stringify(document).match(/kda-snapshots\.[\w.-]+/)?.[0] ?? '';
});
