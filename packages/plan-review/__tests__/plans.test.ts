import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlan } from '../src/read-plan';
import { renderReview } from '../src/render';
import { summaryLine } from '../src/render-stacks';
import { reportJson } from '../src/report-json';
import { review } from '../src/review';

const PLANS = join(__dirname, 'plans');

function reviewed(name: string) {
  const plan = readPlan(name, readFileSync(join(PLANS, `${name}.json`)), name);
  const result = review({ plans: [plan], failed: [], exceptions: [], today: '2026-11-25' });
  return { plan, result, text: renderReview(result) };
}

// Plans by real Terraform; make-plans.ts writes them.
describe('of real plans', () => {
  test.each<[string, string, string[]]>([
    ['first-deployment.artifacts', '11 to create; 3 outputs change.', []],
    ['first-deployment.application', '5 to create; 4 outputs change.', []],
    ['first-deployment.snapshots', '28 to create; 13 outputs change.', []],
    ['no-changes.artifacts', 'No changes (11 resources).', []],
    ['no-changes.application', 'No changes (5 resources).', []],
    ['no-changes.snapshots', 'No changes (28 resources).', []],
    ['new-jar.artifacts', '1 to replace, 1 to update, 9 unchanged; 1 output changes.', []],
    ['new-jar.application', '2 to update, 3 unchanged.', []],
    [
      'rename.application',
      '3 to replace, 2 to update; 4 outputs change.',
      ['application-replaced aws_kinesisanalyticsv2_application.application'],
    ],
    [
      'snapshots-off.application',
      '1 to update, 4 unchanged.',
      [
        'snapshots-off aws_kinesisanalyticsv2_application.application',
        'force-stop aws_kinesisanalyticsv2_application.application',
      ],
    ],
    [
      'alarms-silent.snapshots',
      '1 to destroy, 3 to update, 24 unchanged.',
      [
        'alarm-destroyed aws_cloudwatch_metric_alarm.alarms_kda-snapshot-demo_quota-use_EDBAF520',
        'alarm-silenced aws_cloudwatch_metric_alarm.alarms_kda-snapshot-demo_checkpoint-duration_5A401956',
        'alarm-silenced aws_cloudwatch_metric_alarm.alarms_kda-snapshot-demo_downtime_4D368C4E',
      ],
    ],
    [
      'iam-widened.snapshots',
      '1 to update, 27 unchanged.',
      ['iam-widened aws_iam_role_policy.manager_role-policy_96B9BE95'],
    ],
    [
      'table-renamed.snapshots',
      '1 to replace, 2 to update, 25 unchanged; 2 outputs change.',
      ['table-destroyed aws_dynamodb_table.audit_table_8486814A'],
    ],
    [
      'destroyed.artifacts',
      '11 to destroy; 3 outputs change.',
      ['bucket-destroyed aws_s3_bucket.artifacts_bucket_A41425E9'],
    ],
    [
      'destroyed.application',
      '5 to destroy; 4 outputs change.',
      ['application-destroyed aws_kinesisanalyticsv2_application.application'],
    ],
    [
      'destroyed.snapshots',
      '28 to destroy; 13 outputs change.',
      [
        'schedule-off aws_lambda_function.manager_function_25185AAC',
        'table-destroyed aws_dynamodb_table.audit_table_8486814A',
        'table-destroyed aws_dynamodb_table.holds_table_38822208',
        'key-destroyed aws_kms_key.alerts_key_FC9ECF44',
        'alarm-destroyed *',
      ],
    ],
    ['drift.snapshots', '1 to update, 27 unchanged.', []],
    ['foreign-harmless', '1 to replace, 2 to update, 12 unchanged.', []],
    [
      'foreign-dangerous',
      '3 to destroy, 1 to forget, 6 to update, 1 to import, 1 to create, 5 unchanged; 2 outputs change.',
      [
        'application-destroyed aws_kinesisanalyticsv2_application.flink["payments"]',
        'snapshot-removed aws_kinesisanalyticsv2_application_snapshot.before_release',
        'snapshots-off aws_kinesisanalyticsv2_application.flink["orders"]',
        'force-stop aws_kinesisanalyticsv2_application.flink["orders"]',
        'stopped-without-snapshot aws_kinesisanalyticsv2_application.flink["orders"]',
        'recovery-off aws_dynamodb_table.positions',
        'versioning-off aws_s3_bucket_versioning.code',
        'iam-widened aws_iam_role_policy.flink',
        'iam-widened aws_iam_role_policy_attachment.admin',
        'iam-widened aws_sqs_queue_policy.late',
        'alarm-destroyed aws_cloudwatch_metric_alarm.downtime["payments"]',
        'alarm-silenced aws_cloudwatch_metric_alarm.downtime["orders"]',
      ],
    ],
  ])('%s: %s', (name, summary, refused) => {
    const { plan, result } = reviewed(name);
    expect(summaryLine(plan)).toBe(summary);
    expect(result.refused.map(({ kind, address }) => `${kind} ${address}`)).toEqual(refused);
    expect(result.isRefused).toBe(refused.length > 0);
  });
});

test('a new JAR shows as the application’s key and the role’s right to read it, and nothing else', () => {
  const { text } = reviewed('new-jar.application');
  expect(text.match(/^[ +-] {1,3}[^\s`].*$/gm)).toEqual([
    '  policy → Statement[ReadCode].Resource',
    '-   "arn:aws:s3:::the-artifacts/applications/user-service-cfc0331218484ee5.jar"',
    '+   "arn:aws:s3:::the-artifacts/applications/user-service-dc5c545828e3b93d.jar"',
    '  application_configuration.application_code_configuration.code_content.s3_content_location.file_key',
    '-   "applications/user-service-cfc0331218484ee5.jar"',
    '+   "applications/user-service-dc5c545828e3b93d.jar"',
  ]);
});

test('a password is in the plan and in nothing that is written of it', () => {
  const { text, result } = reviewed('foreign-dangerous');
  expect(readFileSync(join(PLANS, 'foreign-dangerous.json'), 'utf8')).toContain('hunter2');
  expect(text).toContain('-   (sensitive)\n+   (sensitive)');
  expect(`${text}${JSON.stringify(reportJson(result))}`).not.toMatch(/hunter2|correct horse/);
});

test('drift that the plan takes back is shown in full, what the deployment itself wrote is not', () => {
  const { text } = reviewed('drift.snapshots');
  const [, undone = '', ...left] = text.split('**Changed outside Terraform, and ');
  expect(undone).toContain('retention_in_days\n-   90\n+   7');
  expect(left).toEqual([]);
});

test('a resource that is there links to the console, a new one does not', () => {
  const page = 'https://eu-west-1.console.aws.amazon.com/flink/home?region=eu-west-1#/applications/kda-snapshot-demo';
  expect(reviewed('new-jar.application').text).toContain(`<a href="${page}">console</a>`);
  expect(reviewed('first-deployment.application').text).not.toContain('>console</a>');
});

test('for programs: the same by field', () => {
  const { result } = reviewed('snapshots-off.application');
  expect(JSON.parse(JSON.stringify(reportJson(result)))).toMatchObject({
    refused: true,
    refusals: [
      {
        refusal: 'snapshots-off',
        stack: 'snapshots-off.application',
        attributes: [
          {
            path: 'application_configuration.application_snapshot_configuration.snapshots_enabled',
            old: { value: true },
            new: { value: false },
          },
        ],
        allow: '--allow snapshots-off:aws_kinesisanalyticsv2_application.application',
      },
      { refusal: 'force-stop', attributes: [{ path: 'force_stop', old: { absent: true }, new: { value: true } }] },
    ],
    stacks: [{ stack: 'snapshots-off.application', counts: { update: 1, 'no-op': 4 } }],
  });
});
