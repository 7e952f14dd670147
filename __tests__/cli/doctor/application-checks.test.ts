import { type ApplicationSettings, applicationChecks } from '../../../cli/doctor/application-checks';
import { neededRights, rightsChecks } from '../../../cli/doctor/rights';
import { deploymentOf } from '../../../config/model/deployment';
import { settingsWith } from '../../settings-with';

const SETTINGS: ApplicationSettings = {
  ...{ status: 'RUNNING', snapshotsEnabled: true, snapshotMode: undefined, checkpointingEnabled: true },
  ...{ restoreType: 'RESTORE_FROM_LATEST_SNAPSHOT', allowNonRestoredState: false, autoScaling: false, logs: true },
};
const shown = (settings: Partial<ApplicationSettings>) =>
  applicationChecks({ application: 'orders', settings: { value: { ...SETTINGS, ...settings } } }).map(
    ({ id, state, says }) => `${id} ${state}: ${says}`,
  );

test('an application whose settings keep its state is well; auto scaling is said', () => {
  expect(shown({})).toEqual(['orders well: RUNNING, snapshots and checkpoints are on']);
  expect(shown({ autoScaling: true })).toEqual([
    'orders well: RUNNING, snapshots and checkpoints are on; auto scaling restarts it, each time from a snapshot of the service',
  ]);
});

test.each([
  [{ snapshotsEnabled: false }, /^snapshots are disabled: each update and stop loses the state$/],
  [{ snapshotsEnabled: false, autoScaling: true }, /loses the state, and so does each scaling of auto scaling$/],
  [{ checkpointingEnabled: false }, /^checkpointing is disabled: a restart by Flink loses the state$/],
  [{ restoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' }, /^it is configured to start empty \(SKIP_RESTORE_FROM_SNAPSHOT\)/],
  [{ allowNonRestoredState: true }, /\(AllowNonRestoredState\)/],
  [{ logs: false }, /^it logs nowhere/],
  [{ snapshotMode: 'ENHANCED_SNAPSHOTS' }, /snapshot mode ENHANCED_SNAPSHOTS/],
])('%j endangers its state', (settings, says) => {
  const checks = applicationChecks({ application: 'orders', settings: { value: { ...SETTINGS, ...settings } } });
  expect(checks).toEqual([
    { id: 'orders', state: 'problem', says: expect.stringMatching(says), remedy: expect.stringMatching(/\.$/) },
  ]);
});

test('a restore point of its own is no danger, and each danger is a check of its own', () => {
  expect(shown({ restoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT' })).toHaveLength(1);
  expect(shown({ snapshotsEnabled: false, checkpointingEnabled: false, logs: false })).toHaveLength(3);
});

test('an application that may not be seen is unknown, and one that is not there is a problem', () => {
  const checksOf = (settings: { because: string; isMissing?: true }) =>
    applicationChecks({ application: 'orders', settings });
  expect(checksOf({ because: 'Denied.' })).toEqual([{ id: 'orders', state: 'unknown', says: 'Denied.' }]);
  expect(checksOf({ because: 'No.', isMissing: true })).toMatchObject([
    { state: 'problem', says: 'there is no such application' },
  ]);
});

describe('rights', () => {
  const deployment = deploymentOf(settingsWith({ snapshots: { applications: ['orders', { prefix: 'etl-' }] } }));
  const needed = neededRights(deployment, { partition: 'aws', region: 'eu-west-1', account: '111122223333' });

  test('are asked for on the named applications and on the parts of the deployment, never on what is not known', () => {
    const start = needed.find(({ actions }) => actions.includes('kinesisanalytics:StartApplication'));
    expect(start).toMatchObject({
      kind: 'act',
      resources: expect.arrayContaining(['arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders']),
    });
    expect(
      needed.flatMap(({ resources }) => resources).filter((arn) => arn.includes('etl-') || arn.includes('undefined')),
    ).toEqual([]);
    expect(needed.every(({ resources }) => resources.length > 0)).toBe(true);
  });

  test('that would be denied are named once each, with a resource', () => {
    const right = (action: string, resource: string, isAllowed: boolean) => ({ action, resource, isAllowed });
    const [look, act] = rightsChecks(
      { value: [right('dynamodb:Query', 'a', true)] },
      {
        value: [right('dynamodb:PutItem', 'a', false), right('dynamodb:PutItem', 'b', false), right('x:Y', 'c', true)],
      },
    );
    expect(look).toEqual({
      id: 'rights to look',
      state: 'well',
      says: 'all would be allowed, by simulation of the policies (1)',
    });
    expect(act).toMatchObject({
      ...{ id: 'rights to act', state: 'problem' },
      says: 'denied, by simulation of the policies: dynamodb:PutItem (such as on a)',
    });
  });

  test('are not checked where nobody may simulate, or for the root', () => {
    expect(rightsChecks({ because: 'Denied.' }, 'root').map(({ state, says }) => [state, says])).toEqual([
      ['skipped', 'Denied.'],
      ['skipped', 'the account’s root is not simulated'],
    ]);
    expect(rightsChecks(undefined, undefined).map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  });
});
