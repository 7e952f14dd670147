import type { Call } from '../../local/cloud/aws-call';
import type { PolicyRequest } from '../../local/cloud/identity/policy-evaluation';
import { lambdaAction } from './lambda-actions';
import type { Place } from './place';
import { readFields, requestTags } from './request-fields';
import { s3Request } from './s3-actions';
import { SERVICES } from './services';

/** A call that has no action in the tables: nobody knows yet which right it takes. */
export class UnknownCallError extends Error {
  override readonly name = 'UnknownCallError';
}

/**
 * What IAM is asked about one call: its action, and `iam:PassRole` where it hands on a role. None for a call that takes no
 * right. Tags of the resource are not in the request: whoever judges adds them to the context.
 *
 * Actions and resources are those of the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/); inferred, since no call here reaches AWS. A denied
 * call in CloudTrail names both, and would show what is wrong here.
 *
 * @throws UnknownCallError for a call that the tables do not have.
 */
export function iamRequests(call: Call, place: Place): readonly PolicyRequest[] {
  if (call.service === 's3') return s3Requests(call);
  const service = SERVICES[call.service];
  if (service === undefined) throw unknown(call, 'service');
  const operation = call.service === 'lambda' ? lambdaAction(call.method, call.path) : call.operation;
  if (operation === undefined || !(operation in service.operations)) throw unknown(call, 'operation');
  const { right, resource, roles = () => [] } = { ...service, right: operation, ...service.operations[operation] };
  if (right === undefined) return [];

  const fields = readFields(call);
  const prefix = service.prefix ?? call.service;
  const tags = Object.entries(requestTags(fields));
  const context = Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  const isTagging = operation === service.tagging;
  return [
    ...resource(fields, place, call).map((arn) => ({ action: `${prefix}:${right}`, resource: arn, context })),
    ...(tags.length === 0 || isTagging
      ? []
      : service
          .resource(fields, place, call)
          .map((arn) => ({ action: `${prefix}:${service.tagging}`, resource: arn, context }))),
    ...roles(fields).map((role) => ({
      ...{ action: 'iam:PassRole', resource: role },
      context: { 'iam:PassedToService': service.passesRolesTo ?? '' },
    })),
  ];
}

function s3Requests(call: Call): readonly PolicyRequest[] {
  const requests = s3Request(call);
  if (requests === undefined) throw unknown(call, 'operation');
  return requests.map(({ action, resource }) => ({ action, resource, context: {} }));
}

function unknown({ service, operation, method, path }: Call, what: string): UnknownCallError {
  const call = `${service} ${operation ?? `${method} ${path}`}`;
  return new UnknownCallError(
    `The call "${call}" was recorded, and its ${what} is in no table of __tests__/recorded-calls: add the action that IAM asks for, and its resource.`,
  );
}
