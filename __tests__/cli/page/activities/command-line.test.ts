import { commandLineOf } from '../../../../cli/page/activities/command-line';
import { COMMANDS, readCommandRequest } from '../../../../cli/page/activities/command-request';
import type { CommandRequest } from '../../../../cli/page/api/activities';
import { ENTRIES } from '../../../../cli/program';

const snapshot = 'kda.20261123T102000Z';
const application = 'orders';

const REQUESTS: readonly CommandRequest[] = [
  { command: 'snapshot', application, why: 'before the migration' },
  { command: 'restore', application, to: { before: '2026-11-28T14:00:00Z' } },
  { command: 'restore', application, to: { snapshot }, why: 'corrupt', dryRun: true },
  { command: 'restore', application, to: 'latest' },
  { command: 'continue-restore', application },
  { command: 'rollback', application, dryRun: true },
  { command: 'start', application },
  { command: 'start', application, snapshot },
  { command: 'start', application, isEmpty: true },
  { command: 'stop', application, isForced: true },
  { command: 'hold', application, snapshot, why: 'audit' },
  { command: 'suspect', application, snapshot, why: 'corrupt' },
  { command: 'trust', application, snapshot, why: 'it was the source' },
  { command: 'release', application, snapshot },
  { command: 'release', application, snapshot, holder: 'restore 20261129T171136Z' },
  { command: 'freeze', application, why: 'looking for the cause' },
  { command: 'thaw', application },
  { command: 'verify', application, seconds: 90 },
  { command: 'why', application },
  { command: 'next', application },
  { command: 'snapshots', application },
  { command: 'history', application },
  { command: 'status', application },
];

const lineOf = (request: CommandRequest) => commandLineOf(request, {}).line;

test('every command of the list is tried below', () => {
  expect([...new Set(REQUESTS.map(({ command }) => command))].sort()).toEqual([...COMMANDS].sort());
});

test.each(REQUESTS.map((request) => [lineOf(request), request] as const))('the program takes %s', (_line, request) => {
  const { args, onlyReads } = commandLineOf(readCommandRequest(request), { deployment: 'kda-snapshots' });
  const [name, ...rest] = args.filter((argument) => argument !== '--no-color');
  const entry = ENTRIES.find(({ command }) => command.declaration.command === `kda ${name}`);
  expect(() => entry?.command.prepare(rest)).not.toThrow();
  if (!args.includes('--dry-run')) expect(onlyReads).toBe(entry?.command.declaration.onlyReads ?? false);
});

test.each<[CommandRequest, string]>([
  [{ command: 'restore', application, to: 'latest' }, 'kda restore orders --latest --yes'],
  [
    { command: 'restore', application, to: { before: '2026-11-28T14:00:00Z' }, why: "it's corrupt" },
    "kda restore orders --before 2026-11-28T14:00:00Z --why 'it'\\''s corrupt' --yes",
  ],
  [{ command: 'stop', application }, 'kda stop orders --yes'],
  [{ command: 'start', application, isEmpty: true }, 'kda start orders --none --yes'],
  [
    { command: 'release', application, snapshot, holder: 'restore 20261129T171136Z' },
    `kda release orders ${snapshot} --holder 'restore 20261129T171136Z' --yes`,
  ],
  [{ command: 'hold', application, snapshot, why: 'audit' }, `kda hold orders ${snapshot} --why audit --yes`],
])('a person types %j as %s', (request, line) => {
  expect(lineOf(request)).toBe(line);
});

test('the deployment is named as the page’s own was', () => {
  expect(commandLineOf({ command: 'next', application }, { environment: 'stage' }).args).toEqual([
    'next',
    '--env=stage',
    '--no-color',
    '--',
    'orders',
  ]);
});

test('a command that acts says what is left of it; one that reads, and a dry run, leave nothing', () => {
  const left = (request: CommandRequest) => commandLineOf(request, {}).left;
  expect(left({ command: 'restore', application, to: 'latest' })).toBe(
    'What the service began goes on. To continue: kda restore --continue orders',
  );
  expect(left({ command: 'restore', application, to: 'latest', dryRun: true })).toBeUndefined();
  expect(left({ command: 'why', application })).toBeUndefined();
  expect(commandLineOf({ command: 'verify', application }, {}).onlyReads).toBe(true);
  expect(commandLineOf({ command: 'restore', application, to: 'latest' }, {}).onlyReads).toBe(false);
});

test.each([
  [{ command: 'destroy', application }, 'command is "destroy", expected snapshot, restore,'],
  [{ command: 'local', application }, 'command is "local"'],
  [{}, 'command is ""'],
  [[], 'command is ""'],
  [{ command: 'why' }, 'application'],
  [{ command: 'why', application: '--help' }, 'is no name of an application'],
  [{ command: 'why', application: '' }, 'is no name of an application'],
  [{ command: 'why', application: 'a b' }, 'is no name of an application'],
  [{ command: 'why', application: ['orders'] }, 'application'],
  [{ command: 'why', application, options: ['--deployment', 'other'] }, 'options'],
  [{ command: 'stop', application, isForced: 'yes' }, 'isForced'],
  [{ command: 'restore', application, to: { before: '14:00' } }, 'to'],
  [{ command: 'restore', application, to: { snapshot: '--none' } }, 'to'],
  [{ command: 'restore', application, to: 'none' }, 'to'],
  [{ command: 'hold', application, snapshot: 'latest', why: '' }, 'is no reason'],
  [{ command: 'hold', application, snapshot: 'latest', why: 'a\nb' }, 'is no reason'],
  [{ command: 'hold', application, snapshot: 'latest', why: 'a\u202Eb' }, 'is no reason'],
  [{ command: 'snapshot', application, why: 'x'.repeat(201) }, 'is no reason'],
  [{ command: 'verify', application, seconds: 100_000 }, 'seconds'],
])('%j is refused', (request, says) => {
  expect(() => readCommandRequest(request)).toThrow(says);
});

test('a reason that looks like an option stays a reason', () => {
  const { args } = commandLineOf(readCommandRequest({ command: 'freeze', application, why: '--who=root' }), {});
  expect(args).toEqual(['freeze', '--why=--who=root', '--yes', '--no-color', '--', 'orders']);
});

test('a command of a local cloud is shown as it is typed in another shell, and run by the variables of the page', () => {
  const { args, line, left } = commandLineOf(
    { command: 'restore', application, to: 'latest' },
    { isLocal: true, deployment: 'demo' },
  );
  expect(line).toBe('kda restore orders --latest --yes --local --deployment demo');
  expect(args).toEqual(['restore', '--latest', '--yes', '--deployment=demo', '--no-color', '--', 'orders']);
  expect(left).toContain('To continue: kda restore --continue orders --local --deployment demo');
});
