import { join } from 'node:path';
import { loadSettings } from '../../config/load-settings';
import { alarmsOf } from '../../config/model/deployment-alarms';
import { alarmName, type Names, namesOf } from '../../config/model/names';
import { applicationLogGroup } from '../../config/model/watched-applications';
import type { Settings } from '../../config/schema/settings';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import { clientConfigurationFor, prepareDeployment } from '../../local/local-session';
import { deployLocally, synthesizeLocally } from '../../local/terraform/cdktf';
import { newsOf } from '../../local/terraform/deployment-news';
import type { Say } from '../../tools/progress';
import { createApplication, type DirectApplication, uploadCode } from '../direct-application';
import { DEPLOYMENTS, type DeploymentKey } from './deployments';
import type { DrilledAlarm } from './drill';
import { type ExpectedAlarm, SHORT_INTERVAL, TAGS } from './scenarios';
import { Stage } from './stage';

/** The settings of the drill's two deployments, with the names that follow from them. */
export interface DrillDeployment {
  readonly settings: Settings;
  readonly names: Names;
}
export type DrillDeployments = Readonly<Record<DeploymentKey, DrillDeployment>>;

export function drillDeployments(): DrillDeployments {
  const of = (key: DeploymentKey): DrillDeployment => {
    const settings = loadSettings(DEPLOYMENTS[key]);
    return { settings, names: namesOf(settings) };
  };
  return { named: of('named'), fleet: of('fleet') };
}

/** @throws Error when the deployment has no such alarm. */
export function alarmIn(deployments: DrillDeployments, expected: ExpectedAlarm): DrilledAlarm {
  const { settings, names } = deployments[expected.deployment];
  const { alarms, composites } = alarmsOf(settings, names);
  const name = alarmName(settings, expected.id, expected.subject);
  const alarm = [...alarms, ...composites].find((each) => each.name === name);
  if (alarm === undefined) {
    throw new Error(`config/${settings.environment}.json makes no alarm ${name}: scenario and settings have to agree.`);
  }
  const composite = composites.find(({ children }) => children.includes(name));
  const notifiedBy = alarm.notifies.includes('people') ? name : composite?.name;
  return { ...expected, name, topicName: names.topic, notifiedBy };
}

/** Properties of the drill's applications when nothing is wrong with them: four users a second, for ever. */
const PROPERTIES = { generateUsersTimer: '0', pauseBetweenUserGeneration: '250' } as const;
const CODE_BUCKET = 'alarm-drill-code';
/** As the console names it. */
const LOG_STREAM = 'kinesis-analytics-log-stream';
const DEFAULT_RUNTIME: DirectApplication['runtime'] = 'FLINK-1_20';
const SHORT_INTERVAL_MS = 10_000;

export interface DeployOptions {
  readonly cloud: LocalCloud;
  readonly deployments: DrillDeployments;
  readonly folder: string;
  readonly jar: string;
  readonly signal: AbortSignal;
}

/** Creates and starts the applications, which are nobody's but the drill's own. @returns what changes them later. */
export async function startApplications(options: DeployOptions, say: Say): Promise<Stage> {
  const { cloud, deployments, jar, signal } = options;
  const { settings, names } = deployments.named;
  const clientConfiguration = clientConfigurationFor(cloud, settings.region);
  const stage = new Stage({
    clientConfiguration,
    names: { named: names, fleet: deployments.fleet.names },
    properties: PROPERTIES,
    signal,
  });
  const code = await uploadCode(CODE_BUCKET, jar, clientConfiguration);
  // One after the other: started at once, each would only take longer.
  for (const application of drillApplications(names)) {
    signal.throwIfAborted();
    await createApplication({ ...application, code, properties: PROPERTIES }, clientConfiguration);
    await stage.start(application.name, { from: 'none' });
    say(`${application.name} runs`);
  }
  return stage;
}

/**
 * Deploys the stacks of both deployments as they are, with a real Terraform, at the same time: most of it is waiting.
 *
 * @returns when each was deployed.
 */
export async function deployBoth(options: DeployOptions, say: Say): Promise<Readonly<Record<DeploymentKey, Date>>> {
  const { cloud, folder, signal } = options;
  const deploy = async (key: DeploymentKey): Promise<Date> => {
    const name = DEPLOYMENTS[key];
    const sayOf = (line: string) => say(`${name}: ${line}`);
    const prepared = prepareDeployment(name, join(folder, name), cloud, signal, sayOf);
    await synthesizeLocally(prepared);
    const { added } = await deployLocally({ ...prepared, onLine: (line) => milestones(line).forEach(sayOf) });
    sayOf(`${added} resources were added`);
    return new Date();
  };
  const [named, fleet] = await Promise.all([deploy('named'), deploy('fleet')]);
  return { named, fleet };
}

/** Hundreds of alarms are created: of those only the sum is told. */
function milestones(line: string): string[] {
  return newsOf(line).filter((news) => !/^aws_cloudwatch_(metric|composite)_alarm/.test(news));
}

/** The named ones as the settings describe them, then those that are found by tag. */
function drillApplications({
  watchedApplications,
  applicationRole: role,
}: Names): Omit<DirectApplication, 'code' | 'properties'>[] {
  const common = { role, logStream: LOG_STREAM };
  return [
    ...watchedApplications.map(({ name, logGroup, entry }) => ({
      ...common,
      name,
      logGroup,
      runtime: entry.runtime ?? DEFAULT_RUNTIME,
      checkpointIntervalMs: entry.checkpointIntervalSeconds && entry.checkpointIntervalSeconds * 1_000,
    })),
    ...Object.keys(TAGS).map((name) => ({
      ...common,
      name,
      logGroup: applicationLogGroup({ name }),
      runtime: DEFAULT_RUNTIME,
      checkpointIntervalMs: SHORT_INTERVAL.includes(name) ? SHORT_INTERVAL_MS : undefined,
    })),
  ];
}
