import { rulesOf } from '../../config/model/schedule-rules';
import type { Deployment } from '../deployment';
import { type Check, type Part, problem, skipped, unknown, well } from './check';

/** Rights that commands need on a kind of thing. */
export interface NeededRights {
  /** `look`: commands that only read. `act`: those that change something. */
  readonly kind: 'look' | 'act';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Place in AWS that ARNs are made of. */
export interface ArnPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Number of named applications whose rights are checked. */
const MOST_APPLICATIONS = 5;

/** Rights that the commands need in a deployment. */
export function neededRights(deployment: Deployment, { partition, region, account }: ArnPlace): NeededRights[] {
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const { auditTable, holdsTable, managerFunction, managerLogGroup, topic, queues, bus } = deployment;
  const applications = deployment.applications
    .flatMap(({ name }) => (name === undefined ? [] : [arn('kinesisanalytics', `application/${name}`)]))
    .slice(0, MOST_APPLICATIONS);
  const tables = [auditTable, holdsTable].map((table) => arn('dynamodb', `table/${table}`));
  const look = (actions: readonly string[], resources: readonly string[]) =>
    ({ kind: 'look', actions, resources }) as const;
  const act = (actions: readonly string[], resources: readonly string[]) =>
    ({ kind: 'act', actions, resources }) as const;
  const all: NeededRights[] = [
    look(
      [
        'kinesisanalytics:DescribeApplication',
        'kinesisanalytics:ListApplicationSnapshots',
        'kinesisanalytics:DescribeApplicationSnapshot',
      ],
      applications,
    ),
    look(
      [
        'kinesisanalytics:ListApplications',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:DescribeAlarmHistory',
        'cloudwatch:GetMetricData',
      ],
      ['*'],
    ),
    look(['dynamodb:Query', 'dynamodb:GetItem'], tables),
    look(['lambda:GetFunctionConfiguration', 'lambda:InvokeFunction'], [arn('lambda', `function:${managerFunction}`)]),
    look(['logs:FilterLogEvents', 'logs:StartQuery'], [arn('logs', `log-group:${managerLogGroup}:*`)]),
    look(
      ['events:DescribeRule'],
      rulesOf(deployment).map(({ name }) => arn('events', `rule/${name}`)),
    ),
    look(['sns:ListSubscriptionsByTopic'], [arn('sns', topic)]),
    look(
      ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
      Object.values(queues).map((queue) => arn('sqs', queue)),
    ),
    act(
      [
        ...[
          'CreateApplicationSnapshot',
          'StartApplication',
          'StopApplication',
          'UpdateApplication',
          'RollbackApplication',
        ],
        'CreateApplicationPresignedUrl',
      ].map((action) => `kinesisanalytics:${action}`),
      applications,
    ),
    act(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [arn('dynamodb', `table/${holdsTable}`)]),
    act(['dynamodb:PutItem'], [arn('dynamodb', `table/${auditTable}`)]),
    act(['events:PutEvents'], [bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`)]),
  ];
  return all.filter(({ resources }) => resources.length > 0);
}

/** Action that was simulated, on a resource. */
export interface SimulatedRight {
  readonly action: string;
  readonly resource: string;
  readonly isAllowed: boolean;
}

/** Result of a simulation; `isRoot`: nothing to simulate. */
export type Simulation = Part<readonly SimulatedRight[]> | 'root';

/** Judges the rights to look and to act. */
export function rightsChecks(look: Simulation | undefined, act: Simulation | undefined): Check[] {
  return [rightsCheck('rights to look', look), rightsCheck('rights to act', act)];
}

function rightsCheck(id: string, simulation: Simulation | undefined): Check {
  if (simulation === undefined) return unknown(id, 'neither who asks nor which deployment is known');
  if (simulation === 'root') return skipped(id, 'the account’s root is not simulated');
  if (!('value' in simulation)) return skipped(id, simulation.because);
  const denied = simulation.value.filter(({ isAllowed }) => !isAllowed);
  if (denied.length === 0)
    return well(id, `all would be allowed, by simulation of the policies (${simulation.value.length})`);
  const [first] = denied;
  const names = [...new Set(denied.map(({ action }) => action))].join(', ');
  return problem(
    id,
    `denied, by simulation of the policies: ${names}${first ? ` (such as on ${first.resource})` : ''}`,
    'Ask who administers the account for these, or use another AWS_PROFILE.',
  );
}
