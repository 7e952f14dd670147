import { settingsWith } from '../settings-with';
import { type StackJson, type Synthesis, synthesize } from './synthesis';

const APPLICATION = 'arn:aws:kinesisanalytics:eu-west-1:123456789012:application/KdaApplication28F664DA-1a2B';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:KDASnapshotNotification';

const synthesized: Synthesis[] = [];
afterAll(() => {
  for (const synthesis of synthesized) synthesis.dispose();
});

function stacksWith(settings: Readonly<Record<string, unknown>>): Synthesis {
  const synthesis = synthesize(settingsWith(settings));
  synthesized.push(synthesis);
  return synthesis;
}

/** The import blocks of a stack, as Terraform reads them. */
function imports(stack: StackJson): unknown {
  return Reflect.get(stack, 'import');
}

function addresses(stack: StackJson, type: string, part: string): string[] {
  const names = Object.keys(stack.resource[type] ?? {}).filter((name) => name.includes(part));
  return names.map((name) => `${type}.${name}`);
}

test('what the settings name is taken over, each by what the provider knows it by, and nothing else', () => {
  const { application, snapshots, artifacts } = stacksWith({
    name: 'moved',
    names: 'reference',
    application: {
      name: 'KdaApplication28F664DA-1a2B',
      logGroup: 'stack-KdaLogGroup-0aBc',
      logStream: 'stack-KdaLogStream-1d',
    },
    import: { applicationArn: APPLICATION, applicationLog: true, auditTable: true, topicArn: TOPIC },
  }).stacks;

  expect(imports(application)).toEqual([
    { to: 'aws_kinesisanalyticsv2_application.application', id: APPLICATION },
    { to: addresses(application, 'aws_cloudwatch_log_group', 'log-group')[0], id: 'stack-KdaLogGroup-0aBc' },
    {
      to: addresses(application, 'aws_cloudwatch_log_stream', 'log-stream')[0],
      id: 'stack-KdaLogGroup-0aBc:stack-KdaLogStream-1d',
    },
  ]);
  expect(imports(snapshots)).toEqual([
    { to: addresses(snapshots, 'aws_sns_topic', 'topic')[0], id: TOPIC },
    // Not the table of holds, which the reference never had.
    { to: addresses(snapshots, 'aws_dynamodb_table', 'audit')[0], id: 'snapshot_manager_status' },
  ]);
  expect(imports(artifacts)).toBeUndefined();
});

test('by default nothing is taken over', () => {
  const { application, snapshots } = stacksWith({}).stacks;
  expect([imports(application), imports(snapshots)]).toEqual([undefined, undefined]);
});

test('each can be taken over alone', () => {
  const { application, snapshots } = stacksWith({ import: { auditTable: true } }).stacks;
  expect(imports(application)).toBeUndefined();
  expect(imports(snapshots)).toHaveLength(1);
});

test('the application that is there can be described as it is: its runtime, its log, its name', () => {
  const { application } = stacksWith({
    application: { name: 'orders', runtime: 'FLINK-1_13', logGroup: 'a-group', logStream: 'a-stream' },
  }).stacks;
  expect(application.resource.aws_kinesisanalyticsv2_application?.application).toMatchObject({
    name: 'orders',
    runtime_environment: 'FLINK-1_13',
    lifecycle: { prevent_destroy: true, ignore_changes: ['description', 'application_mode'] },
  });
  expect(Object.values(application.resource.aws_cloudwatch_log_group ?? {})).toMatchObject([{ name: 'a-group' }]);
  expect(Object.values(application.resource.aws_cloudwatch_log_stream ?? {})).toMatchObject([{ name: 'a-stream' }]);
});
