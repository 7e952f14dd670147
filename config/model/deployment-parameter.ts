import { z } from 'zod';
import { rateExpression } from '../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import { UndeterminedError } from '../../tools/undetermined-error';
import { type ApplicationEntry, longForm, snapshottedApplication } from '../schema/application-settings';
import { duration, retentionSchema } from '../schema/retention-settings';
import { quietHoursSchema } from '../schema/schedule-settings';
import { completed, type Deployment, LAYOUT_VERSION, type RetentionSettings, shortened } from './deployment';

/** Path of the parameters of all deployments of an account and region. */
export const PARAMETER_PATH = '/kda-snapshots/';

/** Maximum size of a parameter in bytes: of the free tier, and of the tier with a charge. */
export const STANDARD_BYTES = 4096;
export const ADVANCED_BYTES = 8192;

/** Length to which reasons of stops are cut if the parameter would not fit otherwise. */
const SHORT_REASON = 40;

/** Name of the parameter that the snapshots stack leaves for `kda`. */
export function parameterName(deployment: string): string {
  return `${PARAMETER_PATH}${deployment}`;
}

/**
 * Text of the parameter: the deployment in JSON, each application with its own settings only. If that is too large for
 * any tier, reasons of stops are cut, and log groups left out: the applications themselves name theirs.
 */
export function parameterText(deployment: Deployment, productVersion: string): string {
  const whole = textOf({ ...deployment, productVersion });
  if (Buffer.byteLength(whole) <= ADVANCED_BYTES) return whole;
  const applications = deployment.applications.map(({ logGroup: _, ...application }) => {
    const { stoppedOnPurpose: why } = application;
    return why === undefined || why.length <= SHORT_REASON
      ? application
      : { ...application, stoppedOnPurpose: `${why.slice(0, SHORT_REASON - 1)}…` };
  });
  return textOf({ ...deployment, productVersion, applications, isWithoutLogGroups: true });
}

function textOf({ accountId: _, applications, ...others }: Deployment & { isWithoutLogGroups?: true }): string {
  const written = applications.map((application) => shortened(application, others));
  const layoutVersion = layoutOf(written, others.retention);
  // The service refuses "{{" in a value; in JSON it can only be within a text.
  return JSON.stringify({ ...others, layoutVersion, applications: written }).replaceAll('{{', '\\u007b\\u007b');
}

/** Settings of an entry in the first layout. Its readers refuse an entry with any other. */
const OF_FIRST_LAYOUT: readonly string[] = [
  ...['name', 'prefix', 'pattern', 'tag', 'retention', 'snapshotAgeMinutes', 'usualSnapshotSeconds'],
  ...['stoppedOnPurpose', 'logGroup'],
];

function layoutOf(entries: readonly (ApplicationEntry | string)[], retention: RetentionSettings): number {
  const own = entries.filter((entry) => typeof entry !== 'string');
  const isFirst =
    own.every((entry) => Object.keys(entry).every((key) => OF_FIRST_LAYOUT.includes(key))) &&
    [retention, ...own.map((entry) => entry.retention)].every((rules) => rules?.serviceSnapshots === undefined);
  return isFirst ? 1 : LAYOUT_VERSION;
}

/** Error for a parameter that this version of `kda` can't read; the message says what to do. */
export class DeploymentParameterError extends UndeterminedError {
  override readonly name = 'DeploymentParameterError';
}

const texts = z.array(z.string());
const layout = z.object({ layoutVersion: z.number(), productVersion: z.string().optional() });

const schema = layout.extend({
  name: z.string(),
  environment: z.string(),
  region: z.string(),
  managerFunction: z.string(),
  managerLogGroup: z.string(),
  auditTable: z.string(),
  auditRetentionDays: z.number(),
  holdsTable: z.string(),
  topic: z.string(),
  mailAddresses: texts,
  pagerTopicArns: texts,
  bus: z.string(),
  rule: z.string(),
  drillMachine: z.string().optional(),
  scheduleMinutes: z.number(),
  /** Missing in those of earlier versions, which have one rate for all. */
  schedule: z.string().optional(),
  quietHours: quietHoursSchema.optional(),
  isScheduled: z.boolean(),
  queues: z.object({ failedRuns: z.string(), undeliveredEvents: z.string() }),
  alarmNamePrefix: z.string(),
  dashboard: z.string(),
  snapshotNamePrefix: z.string(),
  adoptsReferenceSnapshots: z.boolean(),
  ownApplication: z.string().optional(),
  applications: z.array(snapshottedApplication),
  /** True: the log groups of the applications are not known here. */
  isWithoutLogGroups: z.literal(true).optional(),
  objectiveMinutes: z.number(),
  provenWithinDays: z.number().optional(),
  retention: retentionSchema,
  usualSnapshotSeconds: z.number(),
  sourceHorizon: duration.optional(),
  passingStatusMinutes: z.number(),
  snapshotQuota: z.number(),
  callsPerSecond: z.number(),
});

/**
 * Reads the parameter of a deployment.
 *
 * @param accountId account in which it was found.
 * @throws DeploymentParameterError when a newer version wrote it, or it is not a deployment at all.
 */
export function readParameter(parameter: string, text: string, accountId: string | undefined): Deployment {
  const json = parsedJson(text);
  const found = layout.safeParse(json);
  if (found.success && found.data.layoutVersion > LAYOUT_VERSION) {
    const { layoutVersion, productVersion } = found.data;
    throw new DeploymentParameterError(
      `The parameter ${parameter} was written by ${productVersion === undefined ? 'another version' : `version ${productVersion}`} of KDA Snapshots in layout ${layoutVersion}; this kda reads layout ${LAYOUT_VERSION}. Use kda of that version or a newer one.`,
    );
  }
  const { success, data, error } = schema.safeParse(json);
  if (!success) {
    const [{ path, message } = { path: [], message: 'unreadable' }] = error.issues;
    throw new DeploymentParameterError(
      `The parameter ${parameter} does not describe a deployment (${[path.join('.'), message].filter(Boolean).join(': ')}). Deploy the snapshots stack again; it writes the parameter.`,
    );
  }
  const { applications, isWithoutLogGroups, ...parts } = data;
  // Read, it is in the present layout.
  const schedule = parts.schedule ?? rateExpression(parts.scheduleMinutes);
  const others = { ...parts, layoutVersion: LAYOUT_VERSION, schedule };
  return {
    ...others,
    ...(accountId === undefined ? {} : { accountId }),
    applications: applications.map((entry) => {
      const { logGroup, ...application } = completed(longForm(entry), others);
      return logGroup === undefined || isWithoutLogGroups ? application : { ...application, logGroup };
    }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
