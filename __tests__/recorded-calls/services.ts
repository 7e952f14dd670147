import type { Call } from '../../local/cloud/aws-call';
import { functionInPath } from './lambda-actions';
import type { Place } from './place';
import { firstText, type RequestFields, texts } from './request-fields';

type ResourceOf = (fields: RequestFields, place: Place, call: Call) => readonly string[];

interface Operation {
  /** Action of IAM; `undefined`: it takes no right. Default: the operation's own name. */
  readonly right?: string | undefined;
  /** Default: the service's. None: the request names it in a way that is not known here. */
  readonly resource?: ResourceOf;
  /** ARNs of the roles that the call hands to the service. */
  readonly roles?: (fields: RequestFields) => readonly string[];
  /** Rights that the caller needs in another service. */
  readonly beside?: (fields: RequestFields) => readonly { readonly action: string; readonly resource: string }[];
}

interface Service {
  /** Prefix of its actions, if it is not the signing name. */
  readonly prefix?: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resource: ResourceOf;
  /** Action that a call which makes something with tags takes besides its own. */
  readonly tagging: string;
  /** `iam:PassedToService`. */
  readonly passesRolesTo?: string;
}

const EVERYTHING: ResourceOf = () => ['*'];

/** Operations whose right has their name. */
function named(...operations: readonly string[]): Record<string, Operation> {
  return Object.fromEntries(operations.map((name) => [name, {}]));
}

/** ARN in one of these parameters, else made of the name in one of the others; none without either. */
function arnOr(
  arns: readonly string[],
  names: readonly string[],
  make: (name: string, place: Place) => string,
): ResourceOf {
  return (fields, place) => {
    const arn = firstText(fields, ...arns);
    const name = firstText(fields, ...names);
    if (arn?.startsWith('arn:')) return [arn];
    if (name === undefined) return [];
    return [name.startsWith('arn:') ? name : make(name, place)];
  };
}

function roleIn(...names: readonly string[]): (fields: RequestFields) => readonly string[] {
  return (fields) => {
    const role = firstText(fields, ...names);
    return role === undefined ? [] : [role];
  };
}

function rolesOfTargets({ Targets: targets }: RequestFields): readonly string[] {
  return (Array.isArray(targets) ? targets : []).flatMap((target: RequestFields) => roleIn('RoleArn')(target));
}

/**
 * Code that Lambda reads from S3 with the caller's right, not with the function's role. Inferred from Lambda's guide
 * ("Deploying Lambda functions as .zip file archives"); a denied CreateFunction in CloudTrail would show it.
 */
function codeInS3(fields: RequestFields): readonly { readonly action: string; readonly resource: string }[] {
  const [bucket, key] = [firstText(fields, 'S3Bucket'), firstText(fields, 'S3Key')];
  if (bucket === undefined || key === undefined) return [];
  const action = firstText(fields, 'S3ObjectVersion') === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [{ action, resource: `arn:aws:s3:::${bucket}/${key}` }];
}

const alarm = (name: string, { region, accountId }: Place) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
const dashboard = (name: string, { accountId }: Place) => `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;
const logGroup = (name: string, { region, accountId }: Place) =>
  `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
const kmsAlias = (name: string, { region, accountId }: Place) => `arn:aws:kms:${region}:${accountId}:${name}`;
/** The key of an alias is not known here: IAM judges on the key, never on the alias. */
const kmsKey = (id: string, { region, accountId }: Place) =>
  id.startsWith('arn:') ? id : `arn:aws:kms:${region}:${accountId}:key/${id.startsWith('alias/') ? 'unknown' : id}`;

/** Id of a key that is being made. */
const NEW_KEY = 'unknown';

/** Changing an alias takes the right on the alias and on the key. */
const aliasAndKey: ResourceOf = (fields, place) => [
  kmsAlias(firstText(fields, 'AliasName') ?? '', place),
  ...[firstText(fields, 'TargetKeyId')].flatMap((id) => (id === undefined ? [] : [kmsKey(id, place)])),
];

/** Operations of each service by its signing name, with what IAM asks about them. */
export const SERVICES: Readonly<Record<string, Service>> = {
  dynamodb: {
    tagging: 'TagResource',
    operations: named(
      ...['CreateTable', 'DescribeTable', 'UpdateTable', 'DeleteTable', 'DescribeContinuousBackups'],
      ...['UpdateContinuousBackups', 'DescribeTimeToLive', 'UpdateTimeToLive', 'ListTagsOfResource'],
      ...['TagResource', 'UntagResource'],
    ),
    resource: arnOr(
      ['ResourceArn'],
      ['TableName'],
      (name, { region, accountId }) => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
    ),
  },
  events: {
    tagging: 'TagResource',
    operations: {
      ...named(
        ...['DescribeRule', 'DeleteRule', 'EnableRule', 'DisableRule', 'RemoveTargets', 'ListTargetsByRule'],
        ...['ListTagsForResource', 'TagResource', 'UntagResource'],
      ),
      PutRule: { roles: roleIn('RoleArn') },
      PutTargets: { roles: rolesOfTargets },
    },
    resource: arnOr(
      ['ResourceARN'],
      ['Rule', 'Name'],
      (name, { region, accountId }) => `arn:aws:events:${region}:${accountId}:rule/${name}`,
    ),
    passesRolesTo: 'events.amazonaws.com',
  },
  iam: {
    tagging: 'TagRole',
    operations: named(
      ...['CreateRole', 'GetRole', 'UpdateRole', 'UpdateRoleDescription', 'UpdateAssumeRolePolicy', 'DeleteRole'],
      ...['TagRole', 'UntagRole', 'ListRolePolicies', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole'],
      ...['GetRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy', 'PutRolePermissionsBoundary'],
    ),
    resource: arnOr([], ['RoleName'], (name, { accountId }) => `arn:aws:iam::${accountId}:role/${name}`),
  },
  kinesisanalytics: {
    tagging: 'TagResource',
    operations: {
      ...named(
        ...['DescribeApplication', 'DescribeApplicationOperation', 'DeleteApplication', 'ListTagsForResource'],
        ...['AddApplicationCloudWatchLoggingOption', 'DeleteApplicationCloudWatchLoggingOption', 'TagResource'],
        ...['UntagResource', 'AddApplicationVpcConfiguration', 'DeleteApplicationVpcConfiguration'],
      ),
      // The authorization reference lists no resource type for it (docs/decisions.md).
      CreateApplication: { resource: EVERYTHING, roles: roleIn('ServiceExecutionRole') },
      UpdateApplication: { roles: roleIn('ServiceExecutionRoleUpdate') },
    },
    resource: arnOr(
      ['ResourceARN'],
      ['ApplicationName'],
      (name, { region, accountId }) => `arn:aws:kinesisanalytics:${region}:${accountId}:application/${name}`,
    ),
    passesRolesTo: 'kinesisanalytics.amazonaws.com',
  },
  kms: {
    tagging: 'TagResource',
    operations: {
      ...named(
        ...['DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags', 'PutKeyPolicy'],
        ...['UpdateKeyDescription', 'EnableKeyRotation', 'DisableKeyRotation', 'TagResource', 'UntagResource'],
        ...['ScheduleKeyDeletion'],
      ),
      CreateKey: { resource: EVERYTHING },
      ListAliases: { resource: EVERYTHING },
      CreateAlias: { resource: aliasAndKey },
      UpdateAlias: { resource: aliasAndKey },
      DeleteAlias: { resource: aliasAndKey },
    },
    resource: (fields, place, { operation }) => {
      const id = firstText(fields, 'KeyId') ?? (operation === 'CreateKey' ? NEW_KEY : undefined);
      return id === undefined ? [] : [kmsKey(id, place)];
    },
  },
  lambda: {
    tagging: 'TagResource',
    operations: {
      ...named(
        ...['GetFunction', 'DeleteFunction', 'GetFunctionConfiguration', 'GetPolicy'],
        ...['GetFunctionCodeSigningConfig', 'GetFunctionConcurrency', 'PutFunctionConcurrency', 'AddPermission'],
        ...['DeleteFunctionConcurrency', 'GetFunctionEventInvokeConfig', 'PutFunctionEventInvokeConfig'],
        ...['DeleteFunctionEventInvokeConfig', 'UpdateFunctionEventInvokeConfig', 'RemovePermission'],
        ...['ListVersionsByFunction', 'ListTags', 'TagResource', 'UntagResource'],
      ),
      CreateFunction: { roles: roleIn('Role'), beside: ({ Code: code }) => codeInS3(Object(code)) },
      UpdateFunctionCode: { beside: codeInS3 },
      UpdateFunctionConfiguration: { roles: roleIn('Role') },
    },
    resource: (fields, { region, accountId }, { path }) => {
      const name = functionInPath(path) ?? firstText(fields, 'FunctionName');
      if (name === undefined) return [];
      return [name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${accountId}:function:${name}`];
    },
    passesRolesTo: 'lambda.amazonaws.com',
  },
  logs: {
    tagging: 'TagResource',
    operations: {
      ...named(
        ...['CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'AssociateKmsKey'],
        ...['DisassociateKmsKey', 'CreateLogStream', 'DeleteLogStream', 'DescribeLogStreams', 'ListTagsForResource'],
        ...['TagResource', 'UntagResource'],
      ),
      DescribeLogGroups: { resource: EVERYTHING },
      PutQueryDefinition: { resource: EVERYTHING },
      DescribeQueryDefinitions: { resource: EVERYTHING },
      DeleteQueryDefinition: { resource: EVERYTHING },
    },
    resource: arnOr(['resourceArn'], ['logGroupName', 'logGroupIdentifier'], logGroup),
  },
  monitoring: {
    tagging: 'TagResource',
    prefix: 'cloudwatch',
    operations: {
      ...named('PutMetricAlarm', 'ListTagsForResource', 'TagResource', 'UntagResource'),
      DescribeAlarms: { resource: EVERYTHING },
      PutCompositeAlarm: { resource: EVERYTHING },
      DeleteAlarms: { resource: (fields, place) => texts(fields, 'AlarmNames').map((name) => alarm(name, place)) },
      PutDashboard: { resource: arnOr([], ['DashboardName'], dashboard) },
      GetDashboard: { resource: arnOr([], ['DashboardName'], dashboard) },
      DeleteDashboards: {
        resource: (fields, place) => texts(fields, 'DashboardNames').map((name) => dashboard(name, place)),
      },
    },
    resource: arnOr(['ResourceARN'], ['AlarmName'], alarm),
  },
  sns: {
    tagging: 'TagResource',
    operations: named(
      ...['CreateTopic', 'GetTopicAttributes', 'SetTopicAttributes', 'DeleteTopic', 'ListTagsForResource'],
      ...['TagResource', 'UntagResource', 'Subscribe', 'Unsubscribe', 'GetSubscriptionAttributes'],
    ),
    resource: arnOr(
      ['TopicArn', 'ResourceArn', 'SubscriptionArn'],
      ['Name'],
      (name, { region, accountId }) => `arn:aws:sns:${region}:${accountId}:${name}`,
    ),
  },
  sqs: {
    tagging: 'TagQueue',
    operations: named(
      ...['CreateQueue', 'GetQueueAttributes', 'SetQueueAttributes', 'GetQueueUrl', 'DeleteQueue', 'ListQueueTags'],
      ...['TagQueue', 'UntagQueue'],
    ),
    resource: (fields, { region, accountId }) => {
      const name = firstText(fields, 'QueueName') ?? firstText(fields, 'QueueUrl')?.split('/').at(-1);
      return name === undefined ? [] : [`arn:aws:sqs:${region}:${accountId}:${name}`];
    },
  },
  ssm: {
    tagging: 'AddTagsToResource',
    operations: {
      ...named(
        ...['PutParameter', 'GetParameter', 'GetParameters', 'DeleteParameter', 'AddTagsToResource'],
        ...['RemoveTagsFromResource', 'ListTagsForResource'],
      ),
      // The authorization reference lists no resource type for it.
      DescribeParameters: { resource: EVERYTHING },
    },
    resource: (fields, { region, accountId }) => {
      const names = [firstText(fields, 'Name', 'ResourceId') ?? [], texts(fields, 'Names')].flat();
      return names.map((name) => `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`);
    },
  },
  states: {
    tagging: 'TagResource',
    operations: {
      ...named(
        ...['DescribeStateMachine', 'DeleteStateMachine', 'ListStateMachineVersions', 'ListTagsForResource'],
        ...['TagResource', 'UntagResource'],
      ),
      CreateStateMachine: { roles: roleIn('roleArn') },
      UpdateStateMachine: { roles: roleIn('roleArn') },
      // AWS's denials name this resource (hashicorp/terraform-provider-aws, issue 39472).
      ValidateStateMachineDefinition: {
        resource: (_fields, { region, accountId }) => [`arn:aws:states:${region}:${accountId}:stateMachine:*`],
      },
    },
    resource: arnOr(
      ['stateMachineArn', 'resourceArn'],
      ['name'],
      (name, { region, accountId }) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
    ),
    passesRolesTo: 'states.amazonaws.com',
  },
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: "No permissions are required".
  sts: { tagging: 'TagSession', operations: { GetCallerIdentity: { right: undefined } }, resource: EVERYTHING },
};
