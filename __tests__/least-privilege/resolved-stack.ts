import { z } from 'zod';
import { ENVIRONMENT } from '../../lambda-src/contract';
import { type PolicyStatement, resource, type StackJson } from '../stacks/synthesis';

export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** Parts of a synthesized snapshots stack for the tests, with each Terraform reference resolved to a local value. */
export interface ResolvedStack {
  readonly roleName: string;
  readonly policy: readonly PolicyStatement[];
  readonly functionName: string;
  readonly handler: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly tables: readonly z.infer<typeof table>[];
  readonly topicName: string;
  readonly failedRunsQueueName: string;
  readonly retries: number;
}

const table = z.object({
  name: z.string(),
  hash_key: z.string(),
  range_key: z.string(),
  attribute: z.array(z.object({ name: z.string(), type: z.enum(['S', 'N']) })),
});
const policyDocument = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Action: z.array(z.string()),
      Resource: z.array(z.string()),
      Condition: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
const lambda = z.object({
  function_name: z.string(),
  handler: z.string(),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
});

export function resolveStack(stack: StackJson, place: Place): ResolvedStack {
  const resolved = (text: unknown): string => resolveReferences(String(text), stack, place);
  const { function_name, handler, environment } = lambda.parse(resource(stack, 'aws_lambda_function'));
  const { variables } = environment;
  const invokeConfig = resource(stack, 'aws_lambda_function_event_invoke_config');
  const destination = z
    .object({ on_failure: z.object({ destination: z.string() }) })
    .parse(invokeConfig.destination_config).on_failure.destination;
  return {
    roleName: String(resource(stack, 'aws_iam_role').name),
    policy: policyDocument.parse(JSON.parse(resolved(resource(stack, 'aws_iam_role_policy').policy))).Statement,
    functionName: function_name,
    handler,
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, resolved(value)])),
    tables: Object.values(stack.resource.aws_dynamodb_table ?? {}).map((each) => table.parse(each)),
    topicName: resolved(variables[ENVIRONMENT.topicArn]).split(':').at(-1) ?? '',
    failedRunsQueueName: resolved(destination).split(':').at(-1) ?? '',
    retries: z.number().parse(invokeConfig.maximum_retry_attempts),
  };
}

/** @throws Error for a reference that nothing is known of: a policy with a hole in it would prove nothing. */
function resolveReferences(text: string, stack: StackJson, place: Place): string {
  return text.replace(/\$\{([\w.-]+)\}/g, (whole, reference: string) => {
    if (reference === 'data.aws_partition.partition.partition') return 'aws';
    if (reference === 'data.aws_caller_identity.account.account_id') return place.accountId;
    const [type = '', id = '', attribute = ''] = reference.split('.');
    const found = stack.resource[type]?.[id];
    const name = String(found?.name ?? id);
    if (found !== undefined && attribute === 'name') return name;
    const arn = ARNS[type];
    if (found !== undefined && attribute === 'arn' && arn !== undefined) return arn(name, place);
    throw new Error(`The policy or the environment refers to ${whole}, which this test cannot resolve.`);
  });
}

const ARNS: Readonly<Record<string, (name: string, place: Place) => string>> = {
  aws_dynamodb_table: (name, place) => arnOf('dynamodb', place, `table/${name}`),
  aws_sns_topic: (name, place) => arnOf('sns', place, name),
  aws_sqs_queue: (name, place) => arnOf('sqs', place, name),
  aws_kms_key: (_id, place) => arnOf('kms', place, 'key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'),
  aws_cloudwatch_log_group: (name, place) => arnOf('logs', place, `log-group:${name}`),
};

function arnOf(service: string, { region, accountId }: Place, rest: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${rest}`;
}
