import { matchesGlob } from './glob';
import { at, isEqual, isList, isObject, type Json, type JsonObject, jsonInText } from './json';
import { hasTrue, maskAt } from './masks';
import type { ResourceChange } from './plan';

/** One right that a policy gives: an action, on a resource, to somebody; with patterns as they stand there. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  /** `this role` for a policy that is attached to an identity. */
  readonly principal: string;
  readonly condition: Json | undefined;
}

/** Where a policy stands in a resource. */
export interface PolicyPlace {
  /** `policy`, `inline_policy[0].policy`. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** What it says must not be shown. */
  readonly isSensitive: boolean;
}

type Sides = Pick<ResourceChange, 'before' | 'after' | 'beforeSensitive' | 'afterSensitive'>;

interface PolicyDocument {
  /** Ends where what is sensitive begins. */
  readonly shownPath: string;
  readonly document: Json;
  readonly isSensitive: boolean;
}

const OWN = 'whoever has the policy';
const THIS = 'this resource';

/** Policy documents in a resource's attributes, wherever they stand: a text that holds JSON with statements. */
export function policiesIn({ before, after, beforeSensitive, afterSensitive }: Sides): PolicyPlace[] {
  const [old, now] = [documentsIn(before, beforeSensitive), documentsIn(after, afterSensitive)];
  return [...now].map(([path, { document, isSensitive, shownPath }]) => ({
    path: shownPath,
    before: old.get(path)?.document,
    after: document,
    isSensitive: isSensitive || old.get(path)?.isSensitive === true,
  }));
}

/** By their whole path. */
function documentsIn(value: Json, mask: Json): Map<string, PolicyDocument> {
  const found = new Map<string, PolicyDocument>();
  const search = (inner: Json, innerMask: Json | undefined, path: string, shownPath: string): void => {
    const document = jsonInText(inner);
    if (document !== undefined && at(document, 'Statement') !== undefined) {
      found.set(path, { document, shownPath, isSensitive: hasTrue(innerMask) });
    }
    const into = (key: string | number, part: Json) => {
      const longer = (to: string) => (typeof key === 'number' ? `${to}[${key}]` : to ? `${to}.${key}` : key);
      search(part, maskAt(innerMask, key), longer(path), innerMask === true ? shownPath : longer(shownPath));
    };
    if (isList(inner)) for (const [index, item] of inner.entries()) into(index, item);
    if (isObject(inner)) for (const [key, part] of Object.entries(inner)) into(key, part);
  };
  search(value, mask, '', '');
  return found;
}

/**
 * The rights in `after` that hold for everything, of a kind that `before` does not give: an action `*` or `service:*`, a
 * resource `*`, a principal `*`. `isKeyPolicy`: in a KMS key's own policy the resource `*` is that key.
 */
export function widened({ before, after }: Pick<PolicyPlace, 'before' | 'after'>, isKeyPolicy: boolean): Grant[] {
  const held = before === undefined ? [] : grantsOf(before);
  return grantsOf(after)
    .filter((grant) => isWide(grant, isKeyPolicy))
    .filter((grant) => !held.some((other) => covers(other, grant)));
}

function grantsOf(document: Json | undefined): Grant[] {
  return asList(at(document, 'Statement'))
    .filter(isObject)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(grantsOfStatement);
}

function grantsOfStatement(statement: JsonObject): Grant[] {
  const actions = 'NotAction' in statement ? ['*'] : texts(statement.Action);
  const resources = 'NotResource' in statement ? ['*'] : 'Resource' in statement ? texts(statement.Resource) : [THIS];
  return actions.flatMap((action) =>
    resources.flatMap((resource) =>
      principalsOf(statement).map((principal) => ({ action, resource, principal, condition: statement.Condition })),
    ),
  );
}

function principalsOf(statement: JsonObject): string[] {
  if ('NotPrincipal' in statement) return ['*'];
  const { Principal: principal } = statement;
  if (principal === undefined) return [OWN];
  if (!isObject(principal)) return texts(principal);
  return Object.entries(principal).flatMap(([kind, who]) =>
    texts(who).map((one) => (one === '*' ? '*' : `${kind} ${one}`)),
  );
}

function isWide({ action, resource, principal, condition }: Grant, isKeyPolicy: boolean): boolean {
  if (principal === '*' && !isNarrowed(condition)) return true;
  // "The account decides by its own IAM policies": the statement that AWS puts into every key's policy.
  const isAccountsOwn = isKeyPolicy && /^AWS (\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal);
  if (/^\*+$|^[^:]*:\*+$/.test(action) && !isAccountsOwn) return true;
  return !isKeyPolicy && isEverything(resource) && !TAKES_NO_RESOURCE.some((pattern) => globCovers(pattern, action));
}

/** `*`, and an ARN that names nothing but a service: `arn:aws:s3:::*`. */
function isEverything(resource: string): boolean {
  return /^\*+$|^arn:[^:]*:[^:]*:\**:\**:\*+$/.test(resource);
}

/**
 * Actions of this field that can be given on `*` only.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const TAKES_NO_RESOURCE: readonly string[] = [
  'kinesisanalytics:ListApplications',
  'cloudwatch:PutMetricData',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'ec2:Describe*',
  'ecr:GetAuthorizationToken',
  'kms:ListAliases',
  'kms:ListKeys',
  'logs:DescribeLogGroups',
  's3:ListAllMyBuckets',
  'sts:GetCallerIdentity',
  'tag:GetResources',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/**
 * A statement for everybody is not public when one of these keys has to have a fixed value.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const NARROWING =
  /^aws:(source(arn|account|owner|orgid|orgpaths|vpc|vpce)|principal(arn|account|orgid|orgpaths))$|^kms:calleraccount$/i;

function isNarrowed(condition: Json | undefined): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      /^(ForAnyValue:)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$/i.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(
        ([key, values]) => NARROWING.test(key) && texts(values).every((one) => !/^[*?:]*$/.test(one)),
      ),
  );
}

/** Whether what `held` gives includes `grant`, under no stricter condition. */
function covers(held: Grant, grant: Grant): boolean {
  return (
    globCovers(held.action.toLowerCase(), grant.action.toLowerCase()) &&
    globCovers(held.resource, grant.resource) &&
    (held.principal === '*' || held.principal === grant.principal) &&
    (held.condition === undefined || isEqual(held.condition, grant.condition))
  );
}

/** Whether everything that `narrow` matches is matched by `wide`; both may have `*` and `?`. */
export function globCovers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  // A `*` of the narrow one is a character like any other here, which only a `*` of the wide one matches.
  return matchesGlob(wide, narrow, (one, other) => other !== '*' && (one === '?' || one === other));
}

function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function texts(value: Json | undefined): string[] {
  return asList(value).flatMap((one) => (typeof one === 'string' ? one : []));
}
