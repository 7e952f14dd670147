import { type Place, partitionOf } from '../../tools/partition';
import type { ApplicationEntry } from '../schema/application-settings';
import { keyChoice } from '../schema/security-settings';
import type { Settings } from '../schema/settings';
import { isWild, policyDocument, type Statement } from './iam-policy';
import { through } from './key-users';
import { type Names, namesOf } from './names';
import { functionArn, functionVpcStatements } from './vpc-rights';

/** Resources of the snapshot manager besides the applications. */
export interface ManagedArns {
  readonly auditTable: string;
  readonly holdsTable: string;
  readonly topic: string;
  readonly topicKey: string;
  readonly failedRunsQueue: string;
  readonly logGroup: string;
  readonly eventBus: string;
  /** Key of audit and holds; `undefined`: AWS's own, which needs no further right. */
  readonly tablesKey: string | undefined;
  /** Key of the queue of failed runs; `undefined`: SQS's own. */
  readonly queuesKey: string | undefined;
}

/** Maximum characters of all inline policies of a role (AWS); white space does not count, and there is none. */
export const LONGEST_ROLE_POLICY = 10_240;

/** Policy of the snapshot manager's role. */
export function managerPolicy(account: Place, names: Pick<Names, 'applicationEntries'>, arns: ManagedArns): string {
  return policyDocument(statements(account, names, arns));
}

/** Characters of the role's policies after Terraform has inserted the values known only at plan time. */
export function managerPolicyLength(settings: Settings): number {
  const names = namesOf(settings);
  const place: Place = { id: '0'.repeat(12), region: settings.region, partition: partitionOf(settings.region) };
  const arn = (service: string, resource: string) =>
    `arn:${place.partition}:${service}:${place.region}:${place.id}:${resource}`;
  const key = arn('kms', `key/${'0'.repeat(UUID_LENGTH)}`);
  const ofVpc = functionVpcStatements(functionArn(place, names.managerFunction));
  const vpcLength = settings.snapshots.vpc === undefined ? 0 : policyDocument(ofVpc).length;
  const policy = managerPolicy(place, names, {
    auditTable: arn('dynamodb', `table/${names.auditTable}`),
    holdsTable: arn('dynamodb', `table/${names.holdsTable}`),
    topic: arn('sns', names.topic),
    topicKey: key,
    failedRunsQueue: arn('sqs', names.failedRunsQueue),
    logGroup: arn('logs', `log-group:${names.managerLogGroup}`),
    eventBus: eventBusArn(place, settings.notifications.eventBus),
    tablesKey: keyChoice(settings.security, 'tables') === 'aws' ? undefined : key,
    queuesKey: keyChoice(settings.security, 'queues') === 'aws' ? undefined : key,
  });
  return policy.length + vpcLength;
}

const UUID_LENGTH = 36;

/** ARN of a Managed Flink application. */
export function applicationArn({ partition, region, id }: Place, name: string): string {
  return `arn:${partition}:kinesisanalytics:${region}:${id}:application/${name}`;
}

/** ARN of an EventBridge bus of which the settings have the name or the ARN. */
export function eventBusArn({ partition, region, id }: Place, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:${partition}:events:${region}:${id}:event-bus/${nameOrArn}`;
}

function statements(
  account: Place,
  { applicationEntries }: Pick<Names, 'applicationEntries'>,
  arns: ManagedArns,
): Statement[] {
  return [
    ...snapshotStatements(account, applicationEntries),
    ...discoveryStatements(account, applicationEntries),
    ...drillStatements(account, applicationEntries),
    {
      sid: 'KeepRecords',
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      resources: [arns.auditTable],
    },
    {
      sid: 'RespectHolds',
      actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      resources: [arns.holdsTable],
    },
    { sid: 'TellPeople', actions: ['sns:Publish'], resources: [arns.topic] },
    // SNS encrypts a message with the rights of its publisher.
    { sid: 'EncryptMessages', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [arns.topicKey] },
    { sid: 'TellMachines', actions: ['events:PutEvents'], resources: [arns.eventBus] },
    { sid: 'KeepFailedRuns', actions: ['sqs:SendMessage'], resources: [arns.failedRunsQueue] },
    ...keyStatements(account, arns),
    {
      sid: 'WriteLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${arns.logGroup}:*`],
      wildcardReason: 'The streams of this one group: Lambda names them when it starts.',
    },
  ];
}

/** Snapshot actions; their resource is the application's ARN, because snapshots have none. */
const SNAPSHOT_ACTIONS = [
  'kinesisanalytics:CreateApplicationSnapshot',
  'kinesisanalytics:DeleteApplicationSnapshot',
  'kinesisanalytics:DescribeApplication',
  'kinesisanalytics:DescribeApplicationSnapshot',
  'kinesisanalytics:ListApplicationSnapshots',
];

/**
 * Statements for snapshots: one for all applications selected by name, and one for each tag key that selects others.
 */
function snapshotStatements(account: Place, entries: readonly ApplicationEntry[]): Statement[] {
  const statements: Statement[] = [];
  const named = new Set(entries.flatMap((entry) => namesCovered(entry) ?? []));
  if (named.size > 0) {
    const resources = [...named].map((name) => applicationArn(account, name));
    statements.push({
      sid: 'ManageSnapshots',
      actions: SNAPSHOT_ACTIONS,
      resources,
      wildcardReason: resources.some(isWild)
        ? 'The settings select applications by prefix or pattern, including future ones.'
        : undefined,
    });
  }
  for (const [index, [key, values]] of [...valuesByTagKey(entries)].entries()) {
    statements.push({
      sid: `ManageTaggedSnapshots${index === 0 ? '' : index + 1}`,
      actions: SNAPSHOT_ACTIONS,
      resources: [applicationArn(account, '*')],
      wildcardReason: 'Applications with the tag are known only at run time; a condition limits the right to those.',
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisanalyticsv2.html
      conditions: { StringEquals: { [`aws:ResourceTag/${key}`]: [...values] } },
    });
  }
  return statements;
}

function valuesByTagKey(entries: readonly ApplicationEntry[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byKey = new Map<string, Set<string>>();
  for (const { tag } of entries) {
    if (tag !== undefined) byKey.set(tag.key, (byKey.get(tag.key) ?? new Set()).add(tag.value));
  }
  return byKey;
}

/** Rights to keys other than AWS's own, for users of the encrypted resources. */
function keyStatements({ region }: Place, { tablesKey, queuesKey }: ManagedArns): Statement[] {
  const statements: Statement[] = [];
  if (tablesKey !== undefined) {
    statements.push({
      // DynamoDB uses the key with the caller's rights and needs at least these actions.
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
      sid: 'EncryptRecords',
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: [tablesKey],
      conditions: through('dynamodb', region),
    });
  }
  if (queuesKey !== undefined) {
    statements.push({
      // Lambda sends failed runs with the rights of the function's role.
      sid: 'EncryptFailedRuns',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [queuesKey],
      conditions: through('sqs', region),
    });
  }
  return statements;
}

/**
 * Applications of an entry in IAM's wildcards, which equal those of `pattern`: "*" is any text, "?" one character.
 * Undefined for an entry with a tag, which covers no name.
 */
function namesCovered({ name, prefix, pattern }: ApplicationEntry): string | undefined {
  return name ?? pattern ?? (prefix === undefined ? undefined : `${prefix}*`);
}

/** Actions of a drill in place, besides those on snapshots; their resource is the application's ARN. */
const DRILL_ACTIONS = [
  'kinesisanalytics:CreateApplicationPresignedUrl',
  'kinesisanalytics:DescribeApplicationOperation',
  'kinesisanalytics:ListApplicationOperations',
  'kinesisanalytics:StartApplication',
  'kinesisanalytics:StopApplication',
];

/** Rights to stop and start exactly the applications whose settings consent to drills. */
function drillStatements(account: Place, entries: readonly ApplicationEntry[]): Statement[] {
  const resources = entries.flatMap(({ name, drill }) =>
    name === undefined || drill === undefined ? [] : [applicationArn(account, name)],
  );
  return resources.length === 0 ? [] : [{ sid: 'DrillApplications', actions: DRILL_ACTIONS, resources }];
}

function discoveryStatements(account: Place, entries: readonly ApplicationEntry[]): Statement[] {
  const statements: Statement[] = [];
  if (entries.some(({ name }) => name === undefined)) {
    statements.push({
      sid: 'FindApplications',
      actions: ['kinesisanalytics:ListApplications'],
      resources: ['*'],
      wildcardReason: 'The service has no narrower resource for this action.',
    });
  }
  if (entries.some(({ tag }) => tag !== undefined)) {
    statements.push({
      sid: 'ReadTags',
      actions: ['kinesisanalytics:ListTagsForResource'],
      resources: [applicationArn(account, '*')],
      wildcardReason: 'Any application’s tags have to be read to find the selected ones.',
    });
  }
  return statements;
}
