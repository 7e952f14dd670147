import { parsePreDeploy } from '../../../cli/commands/pre-deploy';
import { deployedApplications, placedEntries, showReports } from '../../../cli/pre-deploy/pre-deploy';
import { stepSummary } from '../../../cli/step-summary';
import { UsageError } from '../../../tools/command';
import { settingsWith } from '../../settings-with';

test('without arguments a snapshot is taken and no loss accepted', () => {
  expect(parsePreDeploy([], {}, 'ada')).toEqual({
    options: { allowStateLoss: false, noSnapshotBecause: undefined, waitSeconds: 600 },
    holdMs: 7 * 86_400_000,
    deployment: { who: 'ada', why: 'deployment', commit: undefined },
    json: false,
    plans: undefined,
  });
});

test('each option is read', () => {
  const argv = [
    '--no-snapshot',
    'hot fix',
    '--allow-state-loss',
    '--wait-seconds',
    '30',
    '--json',
    '--plans',
    'plans',
    '--hold',
    '0d',
    '--commit',
    'c0ffee',
    '--why',
    'release 7',
    '--who',
    'grace',
  ];

  expect(parsePreDeploy(argv)).toEqual({
    options: { allowStateLoss: true, noSnapshotBecause: 'hot fix', waitSeconds: 30 },
    holdMs: 0,
    deployment: { who: 'grace', why: 'release 7', commit: 'c0ffee' },
    json: true,
    plans: 'plans',
  });
});

test.each([
  [{ KDA_NO_SNAPSHOT: 'it crashes', KDA_ALLOW_STATE_LOSS: 'true' }, 'it crashes', true],
  [{ KDA_NO_SNAPSHOT: '', KDA_ALLOW_STATE_LOSS: '' }, undefined, false],
  [{ KDA_ALLOW_STATE_LOSS: 'false' }, undefined, false],
  [{ KDA_NO_SNAPSHOT: '--force; $(id) `id`' }, '--force; $(id) `id`', false],
])('a workflow may say both by its environment: %j', (environment, noSnapshotBecause, allowStateLoss) => {
  expect(parsePreDeploy([], environment).options).toMatchObject({ noSnapshotBecause, allowStateLoss });
});

test.each([
  [{ GITHUB_SHA: 'abc', GITHUB_ACTOR: 'octocat' }, 'octocat', 'abc'],
  [{ CI_COMMIT_SHA: 'def', GITLAB_USER_LOGIN: 'grace' }, 'grace', 'def'],
  [{ GIT_COMMIT: 'fed', GITHUB_SHA: '' }, 'ada', 'fed'],
])('a pipeline names person and commit: %j', (environment, who, commit) => {
  expect(parsePreDeploy([], environment, 'ada').deployment).toEqual({ who, commit, why: 'deployment' });
  expect(parsePreDeploy(['--commit', 'own', '--who', 'bob'], environment).deployment).toMatchObject({
    who: 'bob',
    commit: 'own',
  });
});

test('an argument goes before the environment', () => {
  const { options } = parsePreDeploy(['--no-snapshot', 'hot fix'], { KDA_NO_SNAPSHOT: 'it crashes' });

  expect(options.noSnapshotBecause).toBe('hot fix');
});

test.each([
  [{ KDA_NO_SNAPSHOT: '  ' }, 'KDA_NO_SNAPSHOT is blank, expected a reason: the log of the deployment has to show it.'],
  [{ KDA_ALLOW_STATE_LOSS: 'yes' }, 'KDA_ALLOW_STATE_LOSS is "yes", expected true or false.'],
])('an environment of %j is refused', (environment, message) => {
  expect(() => parsePreDeploy([], environment)).toThrow(UsageError);
  expect(() => parsePreDeploy([], environment)).toThrow(message);
});

test('the summary of a run in GitHub Actions holds what was said, as code', () => {
  expect(
    stepSummary(
      'Before the deployment',
      'orders is RUNNING; no snapshot was taken (```</details> @all).\nSecond line.',
    ),
  ).toBe(
    [
      '### Before the deployment',
      '',
      '````text',
      'orders is RUNNING; no snapshot was taken (```</details> @all).',
      'Second line.',
      '````',
      '',
      '',
    ].join('\n'),
  );
});

test.each([
  [['--no-snapshot', ' '], '--no-snapshot is empty, expected a reason: the log of the deployment has to show it.'],
  [['--no-snapshot'], '--no-snapshot has no value, expected REASON.'],
  [['--wait-seconds', '1m'], '--wait-seconds is "1m", expected a whole number of seconds from 0 to 99999.'],
  [['--hold', '366d'], '--hold is "366d", expected a duration up to 365d, such as 7d; 0d for no hold.'],
  [['--hold', '7'], '--hold is "7", expected a duration up to 365d, such as 7d; 0d for no hold.'],
  [['orders'], "Unexpected argument 'orders'"],
])('%j is refused: %s', (argv, message) => {
  expect(() => parsePreDeploy(argv)).toThrow(UsageError);
  expect(() => parsePreDeploy(argv)).toThrow(message);
});

test('an entry is named by the place where it stands in the settings', () => {
  const settings = settingsWith({
    snapshots: { applications: ['orders', { name: 'billing' }, { prefix: 'a' }, { tag: { key: 'k', value: 'v' } }] },
  });

  expect(placedEntries(settings).map(({ path }) => path)).toEqual([
    'snapshots.applications[0]',
    'snapshots.applications[1].name',
    'snapshots.applications[2].prefix',
    'snapshots.applications[3].tag',
  ]);
  expect(placedEntries(settingsWith())).toEqual([]);
});

test('the application that the stacks make carries the deployment’s tags', () => {
  expect(deployedApplications(settingsWith({ tags: { team: 'streams' } }))).toEqual([
    {
      name: 'kda-snapshot-demo',
      tags: { deployment: 'kda-snapshots', team: 'streams' },
      snapshotsEnabled: true,
    },
  ]);
  expect(deployedApplications(settingsWith({ application: undefined, snapshots: { applications: ['a'] } }))).toEqual(
    [],
  );
});

test('a deployment without an application of its own says that nothing restarts', () => {
  expect(showReports([])).toBe(
    'Every selector of snapshots.applications finds an application. This deployment has no application of its own, so none restarts.',
  );
  expect(showReports([{ says: ['a', 'b'] }, { says: ['c'] }])).toBe('a\nb\nc');
});
