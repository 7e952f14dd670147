import type { Call } from '../../local/cloud/aws-call';
import type { PolicyRequest } from '../../local/cloud/identity/policy-evaluation';
import { lambdaAction } from './lambda-actions';
import type { Place } from './place';
import { allTexts, carriesTags, readFields, requestTags } from './request-fields';
import { s3Request } from './s3-actions';
import { SERVICES } from './services';

/** A call that has no action in the tables: nobody knows yet which right it takes. */
export class UnknownCallError extends Error {
  override readonly name = 'UnknownCallError';
}

/**
 * Questions to IAM about one call: its action, and `iam:PassRole` if it passes a role. None for a call that needs no
 * right. Tags of the resource are not in the request: the caller adds them to the context.
 *
 * Actions and resources are those of the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/); inferred, since no call here reaches AWS. A
 * denied call in CloudTrail names both, and would show what is wrong here.
 *
 * @throws UnknownCallError for a call that the tables do not have, and for one whose resource, its tags or role they do
 * not find: a missing question would be a right that nobody misses.
 */
export function iamRequests(call: Call, place: Place): readonly PolicyRequest[] {
  if (call.service === 's3') return s3Requests(call);
  const service = SERVICES[call.service];
  if (service === undefined) throw unknown(call, 'service');
  const operation = call.service === 'lambda' ? lambdaAction(call.method, call.path) : call.operation;
  if (operation === undefined || !(operation in service.operations)) throw unknown(call, 'operation');
  const {
    right,
    resource,
    roles = () => [],
    beside = () => [],
  } = { ...service, right: operation, ...service.operations[operation] };
  if (right === undefined) return [];

  const fields = readFields(call);
  const resources = resource(fields, place, call);
  if (resources.length === 0) throw unknown(call, 'resource');
  const handedOn = roles(fields);
  if (allTexts(fields).some((text) => ROLE.test(text) && !handedOn.includes(text))) throw unknown(call, 'role');
  const prefix = service.prefix ?? call.service;
  const tags = Object.entries(requestTags(fields));
  if (tags.length === 0 && carriesTags(fields)) throw unknown(call, 'form of tags');
  const context = Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  const isMadeWithTags = tags.length > 0 && operation !== service.tagging;
  const tagged = isMadeWithTags ? service.resource(fields, place, call) : [];
  if (isMadeWithTags && tagged.length === 0) throw unknown(call, 'tagged resource');
  return [
    ...resources.map((arn) => ({ action: `${prefix}:${right}`, resource: arn, context })),
    ...tagged.map((arn) => ({ action: `${prefix}:${service.tagging}`, resource: arn, context })),
    ...beside(fields).map((request) => ({ ...request, context: {} })),
    ...handedOn.map((role) => ({
      action: 'iam:PassRole',
      resource: role,
      context: { 'iam:PassedToService': service.passesRolesTo ?? '' },
    })),
  ];
}

/** A role by its ARN, which a service gets only from who may hand it on. */
const ROLE = /^arn:[^:]+:iam::\d+:role\/\S+$/;

function s3Requests(call: Call): readonly PolicyRequest[] {
  const requests = s3Request(call);
  if (requests === undefined) throw unknown(call, 'operation');
  return requests.map(({ action, resource }) => ({ action, resource, context: {} }));
}

function unknown({ service, operation, method, path }: Call, what: string): UnknownCallError {
  const call = `${service} ${operation ?? `${method} ${path}`}`;
  return new UnknownCallError(
    `The call "${call}" was recorded, and its ${what} is not known to __tests__/recorded-calls: add the action that IAM asks for, and its resource.`,
  );
}
