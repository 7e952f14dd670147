import { artifactKeys } from '../../config/model/names';
import { settingsWith } from '../settings-with';
import { ACCOUNT, ARN, actionsOf, resource, resources, statementsOf, synthesize } from './synthesis';

const settings = settingsWith({
  application: {
    name: 'orders',
    logLevel: 'WARN',
    metricsLevel: 'APPLICATION',
    snapshotsEnabled: false,
    autoScalingEnabled: false,
    parallelism: 4,
    generateUsersTimerSeconds: 90,
    pauseBetweenUserGenerationMs: 250,
    logRetentionDays: 30,
  },
});
const synthesis = synthesize(settings);
const stack = synthesis.stacks.application;
afterAll(() => synthesis.dispose());

const jarKey = synthesis.stacks.artifacts.output['jar-key']?.value;

describe('the Flink application', () => {
  const application = resource(stack, 'aws_kinesisanalyticsv2_application');

  test('has every block of the reference system, with the values of the settings', () => {
    expect(application).toMatchObject({
      name: 'orders',
      runtime_environment: 'FLINK-1_20',
      application_configuration: {
        application_code_configuration: {
          code_content_type: 'ZIPFILE',
          code_content: { s3_content_location: { bucket_arn: `${ARN}:s3:::the-artifacts`, file_key: jarKey } },
        },
        application_snapshot_configuration: { snapshots_enabled: false },
        environment_properties: {
          property_group: [
            {
              property_group_id: 'FlinkApplicationProperties',
              property_map: { generateUsersTimer: '90', pauseBetweenUserGeneration: '250' },
            },
          ],
        },
        flink_application_configuration: {
          checkpoint_configuration: { configuration_type: 'DEFAULT' },
          monitoring_configuration: { configuration_type: 'CUSTOM', log_level: 'WARN', metrics_level: 'APPLICATION' },
          parallelism_configuration: {
            configuration_type: 'CUSTOM',
            auto_scaling_enabled: false,
            parallelism: 4,
            parallelism_per_kpu: 1,
          },
        },
      },
    });
  });

  test('is never started, stopped or restored by Terraform', () => {
    expect(application).not.toHaveProperty('start_application');
    expect(application).not.toHaveProperty('force_stop');
    expect(application).not.toHaveProperty('application_configuration.run_configuration');
  });

  test('has a short address in Terraform, protected against deletion', () => {
    expect(stack.resource.aws_kinesisanalyticsv2_application?.application).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
  });

  test('is waited for as long as a large state needs, and longer by a setting', () => {
    const patient = synthesize(settingsWith({ application: { timeoutMinutes: 360 } }));
    patient.dispose();

    expect(application.timeouts).toEqual({ create: '120m', update: '120m', delete: '120m' });
    expect(resource(patient.stacks.application, 'aws_kinesisanalyticsv2_application').timeouts).toEqual({
      create: '360m',
      update: '360m',
      delete: '360m',
    });
  });

  test('may be unprotected by a setting', () => {
    const unprotected = synthesize(settingsWith({ application: { preventDestroy: false } }));
    unprotected.dispose();

    expect(resource(unprotected.stacks.application, 'aws_kinesisanalyticsv2_application').lifecycle).toMatchObject({
      prevent_destroy: false,
    });
  });

  test('is not replaced for a new description or mode, which AWS cannot change; all else of a plan counts', () => {
    expect(application.lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: ['description', 'application_mode'],
    });
  });
});

test('the log is kept as long as the settings say, in the stream that the application writes to', () => {
  const [group] = Object.keys(stack.resource.aws_cloudwatch_log_group ?? {});
  const [stream] = Object.keys(stack.resource.aws_cloudwatch_log_stream ?? {});

  expect(resource(stack, 'aws_cloudwatch_log_group')).toMatchObject({
    name: '/aws/kinesis-analytics/orders',
    retention_in_days: 30,
  });
  expect(resource(stack, 'aws_cloudwatch_log_stream')).toMatchObject({
    name: 'kinesis-analytics-log-stream',
    log_group_name: `\${aws_cloudwatch_log_group.${group}.name}`,
  });
  expect(resource(stack, 'aws_kinesisanalyticsv2_application').cloudwatch_logging_options).toEqual({
    log_stream_arn: `\${aws_cloudwatch_log_stream.${stream}.arn}`,
  });
});

describe('its role', () => {
  test('can be taken on by Managed Flink for this application of this account only', () => {
    expect(statementsOf(resource(stack, 'aws_iam_role').assume_role_policy)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'kinesisanalytics.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnEquals: { 'aws:SourceArn': `${ARN}:kinesisanalytics:eu-west-1:${ACCOUNT}:application/orders` },
        },
      },
    ]);
  });

  test('reads the code of applications, the earlier one too, and writes the one log stream; only the listing of log groups is not narrowed', () => {
    const statements = statementsOf(resource(stack, 'aws_iam_role_policy').policy);
    const [group] = Object.keys(stack.resource.aws_cloudwatch_log_group ?? {});
    const [stream] = Object.keys(stack.resource.aws_cloudwatch_log_stream ?? {});

    expect(statements.map((statement) => [actionsOf(statement), statement.Resource])).toEqual([
      [['s3:GetObject', 's3:GetObjectVersion'], [`${ARN}:s3:::the-artifacts/applications/*`]],
      [['logs:DescribeLogGroups'], [`${ARN}:logs:eu-west-1:${ACCOUNT}:log-group:*`]],
      [['logs:DescribeLogStreams'], [`\${aws_cloudwatch_log_group.${group}.arn}:*`]],
      [['logs:PutLogEvents'], [`\${aws_cloudwatch_log_stream.${stream}.arn}`]],
    ]);
  });

  test('has its rights and its code before the application is created or updated', () => {
    expect(resource(stack, 'aws_kinesisanalyticsv2_application').depends_on).toEqual([
      `aws_iam_role_policy.${Object.keys(stack.resource.aws_iam_role_policy ?? {})[0]}`,
      `aws_s3_object_copy.${Object.keys(stack.resource.aws_s3_object_copy ?? {})[0]}`,
    ]);
    expect(resources(stack, 'aws_iam_role')).toHaveLength(1);
  });
});

describe('the code', () => {
  test('is a copy of what the artifacts stack uploads, and the earlier copy goes last', () => {
    const uploads = resources(synthesis.stacks.artifacts, 'aws_s3_object').map(({ key }) => `the-artifacts/${key}`);
    const { source, ...copy } = resource(stack, 'aws_s3_object_copy');
    expect(copy).toMatchObject({ bucket: 'the-artifacts', key: jarKey, lifecycle: { create_before_destroy: true } });
    expect(uploads).toContain(source);
  });

  test('carries no tags: S3 allows ten, and a deployment may have more', () => {
    expect(resource(stack, 'aws_s3_object_copy').override_provider).toEqual({ default_tags: { tags: {} } });
  });

  test('has the name of its file; the upload has not, since the source of a copy would have to be encoded', () => {
    const file = { path: '', fileName: 'aufträge + mehr.jar', sha256: '0123456789abcdef'.repeat(4) };
    expect(artifactKeys({ jar: file, lambdaZip: file })).toMatchObject({
      jar: 'applications/aufträge + mehr-0123456789abcdef.jar',
      jarUpload: 'uploads/0123456789abcdef.jar',
    });
  });
});

test('no output shows what lags an apply behind: the provider does not mark version and status as unknown', () => {
  for (const { value } of Object.values(stack.output)) {
    const [, attribute] = /^\$\{aws_kinesisanalyticsv2_application\.application\.(\w+)\}$/.exec(value) ?? [];
    // A plain text is known before the apply; of the application only what never changes may be shown.
    expect([undefined, 'name', 'arn']).toContain(attribute);
    expect(value).not.toMatch(/version_id|status|last_update_timestamp/);
  }
});

test('its outputs say where to find it', () => {
  expect(stack.output).toMatchObject({
    'application-name': { value: `\${aws_kinesisanalyticsv2_application.application.name}` },
    'application-arn': { value: `\${aws_kinesisanalyticsv2_application.application.arn}` },
    'application-console-url': {
      value: 'https://eu-west-1.console.aws.amazon.com/flink/home?region=eu-west-1#/applications/orders',
    },
  });
});
