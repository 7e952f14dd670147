import { fitsPattern } from '../../../lambda-src/snapshot-manager/domain/name-pattern';
import { asList, at, isEqual, isList, isObject, type Json, type JsonObject, texts } from './json';
import { jsonInText } from './json-text';
import { hasTrue, maskAt } from './masks';
import type { ResourceChange } from './plan';

/** Right in a policy: an action on a resource for a principal, each possibly a pattern. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  /** Principal; `this role` for a policy that is attached to an identity. */
  readonly principal: string;
  readonly condition: Json | undefined;
}

/** Policy of a resource. */
export interface PolicyPlace {
  /** Path: `policy`, `inline_policy[0].policy`. */
  readonly path: string;
  /** Policies of the resource before: one may have moved to another place in a list. */
  readonly before: readonly Json[];
  readonly after: Json | undefined;
  /** True if its content must not be shown. */
  readonly isSensitive: boolean;
}

type Sides = Pick<ResourceChange, 'before' | 'after' | 'beforeSensitive' | 'afterSensitive'>;

interface PolicyDocument {
  /** Path up to the first sensitive part. */
  readonly shownPath: string;
  readonly document: Json;
  readonly isSensitive: boolean;
}

const OWN = 'whoever has the policy';
const THIS = 'this resource';

/** Policy documents anywhere in a resource's attributes: texts with JSON that has statements. */
export function policiesIn({ before, after, beforeSensitive, afterSensitive }: Sides): PolicyPlace[] {
  const [old, now] = [documentsIn(before, beforeSensitive), documentsIn(after, afterSensitive)];
  return [...now].map(([path, { document, isSensitive, shownPath }]) => ({
    path: shownPath,
    before: [...old.values()].map(({ document: one }) => one),
    after: document,
    isSensitive: isSensitive || old.get(path)?.isSensitive === true,
  }));
}

/** Policy documents by their whole path. */
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

/** Rights for everything, or for everybody. */
export interface Widened {
  /**
   * Rights with an action `*` or `service:*`, every resource of a service or of one of its types, or a principal `*`.
   */
  readonly wide: readonly Grant[];
  /** Rights that only list or describe any resource. */
  readonly listing: readonly Grant[];
}

/**
 * Wide rights in `after` that `before` does not grant. `isKeyPolicy`: in a KMS key's own policy the resource `*` is that
 * key.
 */
export function widened({ before, after }: Pick<PolicyPlace, 'before' | 'after'>, isKeyPolicy: boolean): Widened {
  const held = before.flatMap((document) => grantsIn(document));
  // For speed: only actions with a wildcard are compared as patterns. All others are looked up by name.
  const patterns = held.filter(({ action }) => /[*?]/.test(action));
  const byAction = new Map<string, Grant[]>();
  for (const grant of held) {
    const key = grant.action.toLowerCase();
    const same = byAction.get(key);
    if (same === undefined) byAction.set(key, [grant]);
    else same.push(grant);
  }
  const isHeld = (grant: Grant) =>
    [byAction.get(grant.action.toLowerCase()) ?? [], patterns].some((some) =>
      some.some((other) => covers(other, grant)),
    );
  const ofWidth = (width: Width) =>
    grantsIn(after)
      .filter((grant) => widthOf(grant, isKeyPolicy) === width)
      .filter((grant) => !isHeld(grant));
  return { wide: ofWidth('wide'), listing: ofWidth('listing') };
}

/** Rights in the statements of one effect: each action, resource and principal. */
export function grantsIn(document: Json | undefined, effect: 'Allow' | 'Deny' = 'Allow'): Grant[] {
  return asList(at(document, 'Statement'))
    .filter(isObject)
    .filter(({ Effect }) => Effect === effect)
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

type Width = 'wide' | 'listing' | 'narrow';

function widthOf({ action, resource, principal, condition }: Grant, isKeyPolicy: boolean): Width {
  if (principal === '*' && !isNarrowed(condition)) return 'wide';
  // AWS adds this statement to every key's policy: the account's own IAM policies decide.
  const isAccountsOwn = isKeyPolicy && /^AWS (\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal);
  if (/^([^:]*:)?\?*\*[*?]*$/.test(action) && !isAccountsOwn) return 'wide';
  if (isKeyPolicy || !isEverything(resource)) return 'narrow';
  if (TAKES_NO_RESOURCE.some((pattern) => globCovers(pattern, action)) || writesLogs(action, resource)) return 'narrow';
  return /^[a-z0-9-]+:(List|Describe)/i.test(action) ? 'listing' : 'wide';
}

/**
 * True for `*`, and for an ARN that names only a service (`arn:aws:s3:::*`,
 * `arn:aws:dynamodb:eu-west-1:000000000000:*`) or a type of its resources (`role/*`, `function:*`, `table/*` with
 * `/index/*`).
 */
function isEverything(resource: string): boolean {
  if (ANYTHING.test(resource)) return true;
  const [arn, , service = '', ...others] = resource.split(':');
  if (arn !== 'arn') return false;
  const last = others.slice(2).join(':') || (others.at(-1) ?? service);
  // A `*` also matches colons, so an ARN may end early.
  if (others.length < 3 && !last.includes('/')) return resource.endsWith('*');
  if (ANYTHING.test(last)) return true;
  const [, name = '', ...rest] = last.split(/[/:]/).filter((part) => part !== '');
  return !NAME_FIRST.includes(service) && ANYTHING.test(name) && ANYTHING.test(rest.at(-1) ?? name);
}

/** Text of wildcards only, one of them `*`. */
const ANYTHING = /^[?/:]*\*[*?/:]*$/;

/** Services whose ARNs have no type before a resource's name: `arn:aws:s3:::bucket/*` is one bucket's. */
const NAME_FIRST: readonly string[] = ['codecommit', 'execute-api', 's3', 'sns', 'sqs'];

/** True for the right that AWS gives every function: to write to any log group of one account. */
function writesLogs(action: string, resource: string): boolean {
  return (
    /^logs:(CreateLogGroup|CreateLogStream|PutLogEvents)$/i.test(action) &&
    /^arn:[^:]*:logs:[^:]*:\d{12}:/.test(resource)
  );
}

/**
 * Actions of this field that can be granted only on `*`.
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
 * Condition keys that keep a statement for everybody from being public, if they need a fixed value.
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

/** True if `held` includes `grant`, under no stricter condition. */
function covers(held: Grant, grant: Grant): boolean {
  return (
    globCovers(held.action.toLowerCase(), grant.action.toLowerCase()) &&
    globCovers(held.resource, grant.resource) &&
    (held.principal === '*' || held.principal === grant.principal) &&
    (held.condition === undefined || isEqual(held.condition, grant.condition))
  );
}

/** True if `wide` matches everything that `narrow` matches; both may have `*` and `?`. */
export function globCovers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  // A `*` in `narrow` is an ordinary character here. Only a `*` in `wide` matches it.
  return fitsPattern(narrow, wide, (wanted, found) => found !== '*' && (wanted === '?' || wanted === found));
}
