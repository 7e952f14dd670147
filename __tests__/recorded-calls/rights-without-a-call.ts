import type { PolicyFile } from './judge';

const STATE_IN_FILES = 'the state lies in S3; the states of the recording are files';
const KEYS_OF_ONES_OWN = 'S3 and DynamoDB use a key of one’s own with the right of the caller';
const PROVIDER_6 = 'provider 5.100.0 calls it nowhere here; it only reads, and provider 6 was not recorded';
const SECOND_KEY = 'an alias gets another key, for which two keys are needed';
const LISTED_BY_PRE_DEPLOY = 'pre-deploy looks which applications the settings select';
const TOLD_BY_PRE_DEPLOY = 'pre-deploy puts an event about the deployment that it records';
const VERIFIED =
  'verify reads the metrics where the job itself can’t be looked at; CloudWatch knows no narrower resource';
const OF_SEVERAL_APPLICATIONS = 'several applications have a dashboard each; the recording has one';
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html; inferred. */
const GROUP_WITH_ITS_STREAMS = 'IAM asks so about all but tags; the recording names the group alone';
const CHANGED_DEFINITION =
  'the provider has a definition checked in plans that change it; the recorded ones change nothing';
const THROUGH_A_SERVICE = 'UploadAndHandOnUnderKeysOfOnesOwn';

/**
 * Reasons why a statement of a policy in docs/ has an action, or a resource, that no recorded call needs. Keys are `Sid
 * action` and `Sid resource`, as `unneeded` returns them, with the words in capitals of the policies.
 */
export const RIGHTS_WITHOUT_A_CALL: Readonly<Record<PolicyFile, Readonly<Record<string, string>>>> = {
  'deployer-policy.json': {
    'Dashboards arn:aws:cloudwatch::ACCOUNT:dashboard/KDA-Snapshot-Dashboard-*': OF_SEVERAL_APPLICATIONS,
    'FindApplications *': LISTED_BY_PRE_DEPLOY,
    'FindApplications kinesisanalytics:ListApplications': LISTED_BY_PRE_DEPLOY,
    'KeyAliases kms:UpdateAlias': SECOND_KEY,
    'Keys kms:CancelKeyDeletion': 'a key that was deleted by mistake is taken back by a person',
    'Keys kms:DeleteAlias': 'the request names the alias alone; IAM asks about its key as well',
    'Keys kms:UpdateAlias': SECOND_KEY,
    'Logs arn:aws:logs:REGION:ACCOUNT:log-group:/aws/kinesis-analytics/APPLICATION:*': GROUP_WITH_ITS_STREAMS,
    'Logs arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/kda-snapshots-manager:*': GROUP_WITH_ITS_STREAMS,
    'Roles iam:UpdateRole': 'changes how long a session lasts, which no stack writes yet',
    'State arn:aws:s3:::STATE_BUCKET': STATE_IN_FILES,
    'State arn:aws:s3:::STATE_BUCKET/kda-snapshots/*': STATE_IN_FILES,
    'State s3:DeleteObject': STATE_IN_FILES,
    'State s3:GetObject': STATE_IN_FILES,
    'State s3:ListBucket': STATE_IN_FILES,
    'State s3:PutObject': STATE_IN_FILES,
    'TellOfDeployments arn:aws:events:REGION:ACCOUNT:event-bus/default': TOLD_BY_PRE_DEPLOY,
    'TellOfDeployments events:PutEvents': TOLD_BY_PRE_DEPLOY,
    'VerifyByMetrics *': VERIFIED,
    'VerifyByMetrics cloudwatch:GetMetricData': VERIFIED,
    [`${THROUGH_A_SERVICE} arn:aws:kms:REGION:ACCOUNT:key/*`]: KEYS_OF_ONES_OWN,
    [`${THROUGH_A_SERVICE} kms:CreateGrant`]: KEYS_OF_ONES_OWN,
    [`${THROUGH_A_SERVICE} kms:Decrypt`]: KEYS_OF_ONES_OWN,
    [`${THROUGH_A_SERVICE} kms:DescribeKey`]: KEYS_OF_ONES_OWN,
    [`${THROUGH_A_SERVICE} kms:Encrypt`]: KEYS_OF_ONES_OWN,
    [`${THROUGH_A_SERVICE} kms:GenerateDataKey*`]: KEYS_OF_ONES_OWN,
    [`${THROUGH_A_SERVICE} kms:ReEncrypt*`]: KEYS_OF_ONES_OWN,
  },
  'plan-role-policy.json': {
    'CheckDrillDefinition arn:aws:states:REGION:ACCOUNT:stateMachine:*': CHANGED_DEFINITION,
    'CheckDrillDefinition states:ValidateStateMachineDefinition': CHANGED_DEFINITION,
    'ReadAlarmsAndDashboards arn:aws:cloudwatch::ACCOUNT:dashboard/KDA-Snapshot-Dashboard-*': OF_SEVERAL_APPLICATIONS,
    'ReadLogs arn:aws:logs:REGION:ACCOUNT:log-group:/aws/kinesis-analytics/APPLICATION:*': GROUP_WITH_ITS_STREAMS,
    'ReadLogs arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/kda-snapshots-manager:*': GROUP_WITH_ITS_STREAMS,
    'ReadManagerAndSchedule lambda:GetFunctionConcurrency': PROVIDER_6,
    'ReadManagerAndSchedule lambda:GetFunctionConfiguration': PROVIDER_6,
    'ReadManagerAndSchedule lambda:ListTags': PROVIDER_6,
    'ReadManagerAndSchedule sqs:GetQueueUrl': PROVIDER_6,
    'ReadState arn:aws:s3:::STATE_BUCKET': STATE_IN_FILES,
    'ReadState arn:aws:s3:::STATE_BUCKET/kda-snapshots/*': STATE_IN_FILES,
    'ReadState s3:GetObject': STATE_IN_FILES,
    'ReadState s3:ListBucket': STATE_IN_FILES,
  },
};
