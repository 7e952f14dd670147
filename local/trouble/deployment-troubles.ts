import { partitionOf } from '../../tools/partition';
import type { CallFault } from './call-faults';
import type { Scene, Trouble } from './trouble';

/** A rule that somebody disabled, for maintenance for example, and forgot. */
export const DISABLE_THE_RULE = {
  kind: 'deployment',
  id: 'rule',
  title: 'Disable the rule',
  what: 'Somebody disables the rule of the schedule and forgets it. No run comes any more, so nothing reports a failure: silence itself has to alarm. kda status is red at once.',
  mendTitle: 'Enable the rule',
  expect: ({ scheduleMinutes }) => ({
    alarms: ['manager-runs', 'manager-silent', 'snapshot-age'],
    mails: `One mail about manager-silent, after three to four times the ${scheduleMinutes} minutes between runs.`,
    after: 4 * scheduleMinutes * 60,
  }),
  command: () => 'kda doctor',
  hindrance: async ({ deployment, deploymentActs }) => {
    if (!deployment.isScheduled)
      return `The settings of ${deployment.name} disable the rule: snapshots.scheduleEnabled is false.`;
    return (await deploymentActs.isRuleEnabled(deployment)) ? undefined : `The rule ${deployment.rule} is disabled.`;
  },
  isPresent: async ({ deployment, deploymentActs }) =>
    deployment.isScheduled && !(await deploymentActs.isRuleEnabled(deployment)),
  begin: async ({ deployment, deploymentActs }) => {
    await deploymentActs.disableRule(deployment);
    return now();
  },
  mend: async ({ deployment, deploymentActs }) => {
    if (!deployment.isScheduled) return;
    await deploymentActs.enableRule(deployment);
    await deploymentActs.askForRun(deployment);
  },
} satisfies Trouble;

export const THROTTLE_THE_API = {
  kind: 'deployment',
  id: 'throttle',
  title: 'Throttle the API',
  what: 'Managed Flink answers each call of the manager with ThrottlingException, as when too many callers share a region. Runs fail, are repeated by Lambda and end in the queue of failed runs. On AWS people would be throttled as well; here they are not, so that they can look. The manager is asked for a run at once.',
  mendTitle: 'End the throttling and empty the queue of failed runs',
  expect: expectFailedRuns,
  command: () => 'kda doctor',
  hindrance: async () => undefined,
  isPresent: async (scene) => scene.faults.has(faultKey('throttle', scene)),
  begin: (scene) => beginFault('throttle', scene, { kind: 'throttled' }),
  mend: (scene) => endFault('throttle', scene),
} satisfies Trouble;

export const DENY_THE_TABLES = {
  kind: 'deployment',
  id: 'deny',
  title: 'Deny the tables',
  what: 'DynamoDB refuses the manager its audit and holds tables (AccessDeniedException), as after a change of its role. Snapshots are still taken, but nothing is deleted, and runs fail because they have no record. The manager is asked for a run at once.',
  mendTitle: 'Give the right back and empty the queue of failed runs',
  expect: expectFailedRuns,
  command: () => 'kda doctor',
  hindrance: async () => undefined,
  isPresent: async (scene) => scene.faults.has(faultKey('deny', scene)),
  begin: (scene) => beginFault('deny', scene, tablesDenied(scene)),
  mend: (scene) => endFault('deny', scene),
} satisfies Trouble;

function expectFailedRuns() {
  return {
    alarms: ['manager-errors', 'queue-not-empty'],
    mails:
      'A mail of the manager about the failed run within a minute; one about queue-not-empty when Lambda has given up after its two retries, three minutes later.',
    after: 75,
  };
}

function tablesDenied({ deployment, region, accountId }: Scene): CallFault {
  const arn = (service: string, place: string, resource: string) =>
    `arn:${partitionOf(region)}:${service}:${place}:${accountId}:${resource}`;
  return {
    kind: 'tables-denied',
    tables: [deployment.auditTable, deployment.holdsTable],
    arnPrefix: arn('dynamodb', region, 'table/'),
    role: `${arn('sts', '', 'assumed-role')}/${deployment.managerFunction}-${region}/${deployment.managerFunction}`,
  };
}

async function beginFault(id: string, scene: Scene, fault: CallFault) {
  scene.faults.set(faultKey(id, scene), fault);
  await scene.deploymentActs.askForRun(scene.deployment);
  return now();
}

/** Ends a fault. The whole queue is emptied: on a local cloud each of its messages comes of a trouble. */
async function endFault(id: string, scene: Scene): Promise<void> {
  const { deployment, deploymentActs, aftermath } = scene;
  const wasOn = scene.faults.has(faultKey(id, scene));
  scene.faults.end(faultKey(id, scene));
  if (!wasOn) return;
  await aftermath.begin(deployment);
  await deploymentActs.askForRun(deployment);
}

function faultKey(id: string, { deployment }: Scene): string {
  return `${id} ${deployment.name}`;
}

function now() {
  return { since: new Date().toISOString() };
}
