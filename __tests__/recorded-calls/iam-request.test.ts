import { operationInForm, readHead } from '../../local/cloud/aws-call';
import { iamRequests, UnknownCallError } from './iam-request';

const PLACE = { region: 'eu-west-1', accountId: '123456789012' };
const BUCKET = 'arn:aws:s3:::builds';

interface WireCall {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Questions to IAM about a call on the wire. */
function asked({ service, method = 'POST', path = '/', target = '', headers = {}, body = '' }: WireCall) {
  const isForm = body.startsWith('Action=');
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20261129/eu-west-1/${service}/aws4_request, SignedHeaders=host`;
  const contentType = isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const head = readHead(method, path, { ...headers, ...contentType, authorization, 'x-amz-target': target });
  const operation = isForm ? operationInForm(body) : head.operation;
  return iamRequests({ ...head, operation, body: Buffer.from(body) }, PLACE);
}

/** `action resource`, one a request. */
function rights(call: WireCall): string[] {
  return asked(call).map(({ action, resource }) => `${action} ${resource}`);
}

test.each<[string, string, string[]]>([
  ['HEAD', '/builds', [`s3:ListBucket ${BUCKET}`]],
  ['GET', '/builds?list-type=2&prefix=jobs%2F', [`s3:ListBucket ${BUCKET}`]],
  ['GET', '/builds?versions=&prefix=jobs', [`s3:ListBucketVersions ${BUCKET}`]],
  ['PUT', '/builds', [`s3:CreateBucket ${BUCKET}`]],
  ['DELETE', '/builds', [`s3:DeleteBucket ${BUCKET}`]],
  ['POST', '/builds?delete=', [`s3:DeleteObjectVersion ${BUCKET}/*`]],
  ['GET', '/builds?lifecycle=', [`s3:GetLifecycleConfiguration ${BUCKET}`]],
  ['PUT', '/builds?lifecycle=', [`s3:PutLifecycleConfiguration ${BUCKET}`]],
  ['GET', '/builds?encryption=', [`s3:GetEncryptionConfiguration ${BUCKET}`]],
  ['PUT', '/builds?publicAccessBlock=', [`s3:PutBucketPublicAccessBlock ${BUCKET}`]],
  ['DELETE', '/builds?publicAccessBlock=', [`s3:PutBucketPublicAccessBlock ${BUCKET}`]],
  ['DELETE', '/builds?policy=', [`s3:DeleteBucketPolicy ${BUCKET}`]],
  ['HEAD', '/builds/jobs/a%20b.jar', [`s3:GetObject ${BUCKET}/jobs/a b.jar`]],
  ['GET', '/builds/a.jar?versionId=1', [`s3:GetObjectVersion ${BUCKET}/a.jar`]],
  ['PUT', '/builds/a.jar?x-id=PutObject', [`s3:PutObject ${BUCKET}/a.jar`]],
  ['PUT', '/builds/a.jar?partNumber=1&uploadId=u', [`s3:PutObject ${BUCKET}/a.jar`]],
  ['DELETE', '/builds/a.jar?uploadId=u', [`s3:AbortMultipartUpload ${BUCKET}/a.jar`]],
  ['DELETE', '/builds/a.jar?versionId=1', [`s3:DeleteObjectVersion ${BUCKET}/a.jar`]],
  ['GET', '/builds/a.jar?tagging=', [`s3:GetObjectTagging ${BUCKET}/a.jar`]],
])('S3: %s %s takes %j', (method, path, expected) => {
  expect(rights({ service: 's3', method, path })).toEqual(expected);
});

test('a copy within S3 takes the right to read what is copied, and its tags', () => {
  const headers = { 'x-amz-copy-source': 'builds/jobs/a.jar' };

  expect(rights({ service: 's3', method: 'PUT', path: '/live/b.jar?x-id=CopyObject', headers })).toEqual([
    's3:PutObject arn:aws:s3:::live/b.jar',
    `s3:GetObject ${BUCKET}/jobs/a.jar`,
    `s3:GetObjectTagging ${BUCKET}/jobs/a.jar`,
    's3:PutObjectTagging arn:aws:s3:::live/b.jar',
  ]);
});

test('a copy in parts takes the right to read what is copied, and no tags along', () => {
  const headers = { 'x-amz-copy-source': 'builds/jobs/a.jar' };
  const path = '/live/b.jar?partNumber=1&uploadId=u';

  expect(rights({ service: 's3', method: 'PUT', path, headers })).toEqual([
    's3:PutObject arn:aws:s3:::live/b.jar',
    `s3:GetObject ${BUCKET}/jobs/a.jar`,
  ]);
});

test('a copy of one version takes the right to read versions', () => {
  const headers = { 'x-amz-copy-source': '/builds/a.jar?versionId=7', 'x-amz-tagging-directive': 'REPLACE' };

  expect(rights({ service: 's3', method: 'PUT', path: '/live/b.jar', headers })).toEqual([
    's3:PutObject arn:aws:s3:::live/b.jar',
    `s3:GetObjectVersion ${BUCKET}/a.jar`,
  ]);
});

test.each<[string, string, string, Record<string, string>, string[]]>([
  ['an ACL of an object', 'PUT', '/builds/a.jar', { 'x-amz-acl': 'private' }, ['s3:PutObjectAcl']],
  ['a grant of an object', 'PUT', '/builds/a.jar', { 'x-amz-grant-read': 'id=1' }, ['s3:PutObjectAcl']],
  ['an ACL of an upload in parts', 'POST', '/builds/a.jar?uploads=', { 'x-amz-acl': 'private' }, ['s3:PutObjectAcl']],
  ['tags of an upload in parts', 'POST', '/builds/a.jar?uploads=', { 'x-amz-tagging': 'a=b' }, ['s3:PutObjectTagging']],
  [
    ...(['a retention', 'PUT', '/builds/a.jar'] as const),
    { 'x-amz-object-lock-mode': 'GOVERNANCE', 'x-amz-object-lock-retain-until-date': '2027-01-01T00:00:00Z' },
    ['s3:PutObjectRetention'],
  ],
  ['a legal hold', 'PUT', '/builds/a.jar', { 'x-amz-object-lock-legal-hold': 'ON' }, ['s3:PutObjectLegalHold']],
  [
    ...(['a deletion in spite of a retention', 'DELETE', '/builds/a.jar?versionId=1'] as const),
    { 'x-amz-bypass-governance-retention': 'true' },
    ['s3:BypassGovernanceRetention'],
  ],
  ['a public bucket', 'PUT', '/builds', { 'x-amz-acl': 'public-read' }, ['s3:PutBucketAcl']],
  ['a private bucket', 'PUT', '/builds', { 'x-amz-acl': 'private' }, []],
  [
    'a bucket’s ownership',
    'PUT',
    '/builds',
    { 'x-amz-object-ownership': 'ObjectWriter' },
    ['s3:PutBucketOwnershipControls'],
  ],
  [
    ...(['a bucket with object lock', 'PUT', '/builds', { 'x-amz-bucket-object-lock-enabled': 'true' }] as const),
    ['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning'],
  ],
])('S3: %s takes a right of its own', (_what, method, path, headers, actions) => {
  const resource = path.startsWith('/builds/') ? `${BUCKET}/a.jar` : BUCKET;

  expect(rights({ service: 's3', method, path, headers }).slice(1)).toEqual(
    actions.map((action) => `${action} ${resource}`),
  );
});

test('an upload with tags takes the right to tag', () => {
  const headers = { 'x-amz-tagging': 'owner=core' };

  expect(rights({ service: 's3', method: 'PUT', path: '/builds/a.jar', headers })).toEqual([
    `s3:PutObject ${BUCKET}/a.jar`,
    `s3:PutObjectTagging ${BUCKET}/a.jar`,
  ]);
});

const ROLE = 'arn:aws:iam::123456789012:role/r';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:manager';

test.each<[string, string, string]>([
  ['GET', '/2015-03-31/functions/manager', `lambda:GetFunction ${FUNCTION}`],
  ['GET', '/2015-03-31/functions/manager/versions?MaxItems=50', `lambda:ListVersionsByFunction ${FUNCTION}`],
  ['PUT', '/2015-03-31/functions/manager/code', `lambda:UpdateFunctionCode ${FUNCTION}`],
  ['PUT', '/2017-10-31/functions/manager/concurrency', `lambda:PutFunctionConcurrency ${FUNCTION}`],
  ['DELETE', '/2015-03-31/functions/manager/policy/ThisRuleInvokes', `lambda:RemovePermission ${FUNCTION}`],
  ['GET', '/2020-06-30/functions/manager/code-signing-config', `lambda:GetFunctionCodeSigningConfig ${FUNCTION}`],
  ['DELETE', `/2017-03-31/tags/${encodeURIComponent(FUNCTION)}?tagKeys=a`, `lambda:UntagResource ${FUNCTION}`],
])('Lambda: %s %s takes %s', (method, path, expected) => {
  expect(rights({ service: 'lambda', method, path })).toEqual([expected]);
});

test('making a function takes the rights to hand on its role and to tag it', () => {
  const body = JSON.stringify({ FunctionName: 'manager', Role: 'arn:aws:iam::1:role/r', Tags: { deployment: 'kda' } });

  expect(asked({ service: 'lambda', path: '/2015-03-31/functions', body })).toEqual([
    { action: 'lambda:CreateFunction', resource: FUNCTION, context: { 'aws:RequestTag/deployment': 'kda' } },
    { action: 'lambda:TagResource', resource: FUNCTION, context: { 'aws:RequestTag/deployment': 'kda' } },
    {
      action: 'iam:PassRole',
      resource: 'arn:aws:iam::1:role/r',
      context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    },
  ]);
});

test.each<[string, string, string, object, string]>([
  [
    ...(['making a function', 'POST', '/2015-03-31/functions'] as const),
    { FunctionName: 'manager', Code: { S3Bucket: 'builds', S3Key: 'a.zip' } },
    `s3:GetObject ${BUCKET}/a.zip`,
  ],
  [
    ...(['changing its code', 'PUT', '/2015-03-31/functions/manager/code'] as const),
    { S3Bucket: 'builds', S3Key: 'a.zip' },
    `s3:GetObject ${BUCKET}/a.zip`,
  ],
  [
    ...(['taking one version of the code', 'PUT', '/2015-03-31/functions/manager/code'] as const),
    { S3Bucket: 'builds', S3Key: 'a.zip', S3ObjectVersion: '7' },
    `s3:GetObjectVersion ${BUCKET}/a.zip`,
  ],
])('Lambda: %s from S3 takes the caller’s right to read it', (_what, method, path, body, expected) => {
  expect(rights({ service: 'lambda', method, path, body: JSON.stringify(body) })).toContain(expected);
});

test.each([
  [
    'PutTargets',
    {
      Rule: 'r',
      Targets: [
        { Id: 't', Arn: 'arn:aws:sns:eu-west-1:1:t' },
        { Id: 'u', RoleArn: ROLE },
      ],
    },
  ],
  ['PutRule', { Name: 'r', RoleArn: ROLE }],
])('events: %s with a role takes the right to hand it on', (operation, body) => {
  const requests = asked({ service: 'events', target: `AWSEvents.${operation}`, body: JSON.stringify(body) });

  expect(requests.slice(1)).toEqual([
    { action: 'iam:PassRole', resource: ROLE, context: { 'iam:PassedToService': 'events.amazonaws.com' } },
  ]);
});

test('making an application is judged on everything, with the tags of the request', () => {
  const body = JSON.stringify({
    ApplicationName: 'orders',
    ServiceExecutionRole: 'arn:aws:iam::1:role/r',
    Tags: [{ Key: 'deployment', Value: 'kda' }],
  });
  const target = 'KinesisAnalytics_20180523.CreateApplication';
  const [create, , pass] = asked({ service: 'kinesisanalytics', target, body });

  expect(create).toEqual({
    action: 'kinesisanalytics:CreateApplication',
    resource: '*',
    context: { 'aws:RequestTag/deployment': 'kda' },
  });
  expect(pass?.context).toEqual({ 'iam:PassedToService': 'kinesisanalytics.amazonaws.com' });
});

test.each<[string, string, string, object, string[]]>([
  ...(
    [
      ['dynamodb', 'DynamoDB_20120810', 'UpdateTable', { TableName: 'audit' }, ['table/audit']],
      ['events', 'AWSEvents', 'PutTargets', { Rule: 'every-hour' }, ['rule/every-hour']],
      ['logs', 'Logs_20140328', 'PutRetentionPolicy', { logGroupName: '/aws/a' }, ['log-group:/aws/a']],
      ['kms', 'TrentService', 'PutKeyPolicy', { KeyId: 'k-1' }, ['key/k-1']],
      ['kms', 'TrentService', 'CreateAlias', { AliasName: 'alias/a', TargetKeyId: 'k-1' }, ['alias/a', 'key/k-1']],
      ['kms', 'TrentService', 'DescribeKey', { KeyId: 'alias/aws/dynamodb' }, ['key/unknown']],
      ['sqs', 'AmazonSQS', 'SetQueueAttributes', { QueueUrl: 'http://127.0.0.1:1/1/failed' }, ['failed']],
    ] as const
  ).map(([service, prefix, operation, body, resources]): [string, string, string, object, string[]] => [
    ...([service, `${prefix}.${operation}`, operation, body] as const),
    resources.map((end) => `${service}:${operation} arn:aws:${service}:eu-west-1:123456789012:${end}`),
  ]),
])('%s: %s', (service, target, _operation, body, expected) => {
  expect(rights({ service, target, body: JSON.stringify(body) })).toEqual(expected);
});

test.each<[string, string, string[]]>([
  [
    ...(['iam', 'Action=UpdateRoleDescription&RoleName=kda-manager'] as const),
    ['iam:UpdateRoleDescription arn:aws:iam::123456789012:role/kda-manager'],
  ],
  [
    ...(['iam', 'Action=CreateRole&RoleName=r&Tags.member.1.Key=deployment&Tags.member.1.Value=kda'] as const),
    ['iam:CreateRole arn:aws:iam::123456789012:role/r', 'iam:TagRole arn:aws:iam::123456789012:role/r'],
  ],
  [
    ...(['monitoring', 'Action=DeleteAlarms&AlarmNames.member.1=a&AlarmNames.member.2=b'] as const),
    ['a', 'b'].map((name) => `cloudwatch:DeleteAlarms arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`),
  ],
  ['monitoring', 'Action=PutCompositeAlarm&AlarmName=a', ['cloudwatch:PutCompositeAlarm *']],
  [
    ...(['sns', 'Action=Unsubscribe&SubscriptionArn=arn:aws:sns:eu-west-1:1:topic:7'] as const),
    ['sns:Unsubscribe arn:aws:sns:eu-west-1:1:topic:7'],
  ],
  ['sts', 'Action=GetCallerIdentity', []],
  [
    ...(['sqs', 'Action=CreateQueue&QueueName=failed&Tag.1.Key=deployment&Tag.1.Value=kda'] as const),
    ['CreateQueue', 'TagQueue'].map((action) => `sqs:${action} arn:aws:sqs:eu-west-1:123456789012:failed`),
  ],
])('%s: %s', (service, body, expected) => {
  expect(rights({ service, body })).toEqual(expected);
});

test('tags of a form stand in the context, whichever way the service writes them', () => {
  const body =
    'Action=TagQueue&QueueUrl=http://127.0.0.1:1/1/failed&Tag.1.Key=deployment&Tag.1.Value=kda&Tag.2.Key=empty';

  expect(asked({ service: 'sqs', body })).toEqual([
    {
      action: 'sqs:TagQueue',
      resource: 'arn:aws:sqs:eu-west-1:123456789012:failed',
      context: { 'aws:RequestTag/deployment': 'kda', 'aws:RequestTag/empty': '' },
    },
  ]);
});

test.each(['AlarmNames.1', 'AlarmNames.member.1'])('a list of a form is read as %s', (name) => {
  expect(rights({ service: 'monitoring', body: `Action=DeleteAlarms&${name}=a` })).toEqual([
    'cloudwatch:DeleteAlarms arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a',
  ]);
});

test.each<[string, WireCall]>([
  ['a service', { service: 'ec2', body: 'Action=DescribeVpcs' }],
  [
    'an operation of a service',
    { service: 'dynamodb', target: 'DynamoDB_20120810.RestoreTableFromBackup', body: '{}' },
  ],
  ['a subresource of a bucket', { service: 's3', method: 'GET', path: '/builds?inventory=' }],
  ['the resource of an operation', { service: 'monitoring', body: 'Action=DeleteAlarms' }],
  ['the resource of another one', { service: 'monitoring', body: 'Action=DeleteDashboards&DashboardName=a' }],
  ['the name of a table', { service: 'dynamodb', target: 'DynamoDB_20120810.DescribeTable', body: '{}' }],
  ['the name of a queue', { service: 'sqs', target: 'AmazonSQS.GetQueueAttributes', body: '{}' }],
  ['the name of a function', { service: 'lambda', path: '/2015-03-31/functions', body: '{}' }],
  ['the id of a key', { service: 'kms', target: 'TrentService.DescribeKey', body: '{}' }],
  [
    'a form of tags',
    { service: 'iam', body: 'Action=CreateRole&RoleName=r&Tags.member.1.Name=deployment&Tags.member.1.Content=kda' },
  ],
  [
    'a role that is handed on',
    { service: 'sns', body: `Action=SetTopicAttributes&TopicArn=arn:aws:sns:eu-west-1:1:t&AttributeValue=${ROLE}` },
  ],
  ['a list of all buckets', { service: 's3', method: 'GET', path: '/' }],
  ['a path of Lambda', { service: 'lambda', method: 'GET', path: '/2015-03-31/functions/manager/aliases' }],
])('%s that is not known is an error, which names the call', (_what, call) => {
  expect(() => asked(call)).toThrow(UnknownCallError);
  expect(() => asked(call)).toThrow(/recorded-calls/);
});
