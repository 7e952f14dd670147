import { ALARM_IDS } from '../../../config/alarm-catalog/alarm-catalog';
import { TROUBLES } from '../../../local/trouble/catalog';
import { DENY_THE_TABLES, DISABLE_THE_RULE, THROTTLE_THE_API } from '../../../local/trouble/deployment-troubles';
import { temporaryFolder } from '../../temporary-folder';
import { scene } from './scene';

const folder = temporaryFolder('deployment-troubles');

test.each([THROTTLE_THE_API, DENY_THE_TABLES])(
  '$id is a fault until it is mended, each with one run',
  async (trouble) => {
    const { scene: here, deploymentActs } = await scene(folder.path, {});
    expect(await trouble.isPresent(here)).toBe(false);
    await trouble.begin(here);
    expect([await trouble.isPresent(here), deploymentActs.runs]).toEqual([true, 1]);
    deploymentActs.messages = 3;
    await trouble.mend(here);
    here.aftermath.end();
    expect([await trouble.isPresent(here), deploymentActs.runs, deploymentActs.messages]).toEqual([false, 2, 0]);
  },
);

test.each([THROTTLE_THE_API, DENY_THE_TABLES])('$id that is not there leaves the queue alone', async (trouble) => {
  const { scene: here, deploymentActs } = await scene(folder.path, {});
  deploymentActs.messages = 3;
  await trouble.mend(here);
  expect([deploymentActs.messages, deploymentActs.runs]).toEqual([3, 0]);
});

test('one of two faults ends alone', async () => {
  const { scene: here } = await scene(folder.path, {});
  await THROTTLE_THE_API.begin(here);
  await DENY_THE_TABLES.begin(here);
  await THROTTLE_THE_API.mend(here);
  here.aftermath.end();
  expect([await THROTTLE_THE_API.isPresent(here), await DENY_THE_TABLES.isPresent(here)]).toEqual([false, true]);
});

test('a rule that the settings disable is no trouble, and is not enabled', async () => {
  const { scene: here, deploymentActs } = await scene(folder.path, {});
  deploymentActs.isEnabled = false;
  const paused = { ...here, deployment: { ...here.deployment, isScheduled: false } };
  expect(await DISABLE_THE_RULE.isPresent(paused)).toBe(false);
  expect(await DISABLE_THE_RULE.hindrance(paused)).toBe(
    'The settings of kda-snapshots disable the rule: snapshots.scheduleEnabled is false.',
  );
  await DISABLE_THE_RULE.mend(paused);
  expect(deploymentActs.isEnabled).toBe(false);
});

test('every alarm to wait for is one of the catalog, and every trouble has an id of its own', async () => {
  const { scene: here } = await scene(folder.path, {});
  const alarms = TROUBLES.flatMap((trouble) => trouble.expect(here.deployment).alarms);
  expect(alarms.length).toBeGreaterThan(10);
  expect(alarms.filter((id) => !ALARM_IDS.includes(id))).toEqual([]);
  expect(new Set(TROUBLES.map(({ id }) => id)).size).toBe(TROUBLES.length);
});
