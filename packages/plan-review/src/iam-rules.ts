import { at, isEmpty, isEqual, isList, lastPart, texts } from './json';
import { jsonInText } from './json-text';
import { maskAt } from './masks';
import { isGone, leavesState, type ResourceChange } from './plan';
import { type Grant, policiesIn, widened } from './policy';
import { look, type Rule, refusal, when } from './rule';
import { watch } from './switches';

/** Rules on changes that would give somebody more rights than a review should pass unseen. */
export const iamRules: readonly Rule[] = [
  { find: widenedPolicies },
  { find: attachedPolicies },
  { find: boundaries },
  {
    types: ['aws_lambda_permission'],
    find: (change) => {
      const principal = watch(change, 'principal');
      const narrowing = ['source_arn', 'source_account', 'principal_org_id'].some((name) => {
        const { now, isUnknown } = watch(change, name);
        return isUnknown || !isEmpty(now);
      });
      const isForAll = principal.now === '*' && principal.old !== '*' && !narrowing;
      return when(isForAll, refusal('iam-widened', [principal], 'Everybody is allowed to invoke the function.'));
    },
  },
  { find: unknownPolicies },
];

/** Maximum number of rights in a sentence; the policy's own changes are among the resource's. */
const MOST_GRANTS = 5;

function widenedPolicies(change: ResourceChange): ReturnType<Rule['find']> {
  if (leavesState(change)) return [];
  return policiesIn(change).flatMap((place) => {
    const { wide, listing } = widened(place, /^aws_kms_.*key(_policy)?$/.test(change.type));
    const detail = place.isSensitive
      ? `${place.path || 'a policy'} newly allows wide rights, which are sensitive.`
      : `${place.path} newly allows ${sentences(wide)}.`;
    return [
      ...when(wide.length > 0, refusal('iam-widened', [], detail)),
      ...when(listing.length > 0, look(LISTS_ALL, place.isSensitive ? undefined : sentences(listing))),
    ];
  });
}

const LISTS_ALL = 'It newly allows listing or describing all resources of a service.';

function sentences(grants: readonly Grant[]): string {
  const more = grants.length - MOST_GRANTS;
  return [...grants.slice(0, MOST_GRANTS).map(sentence), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function sentence({ action, resource, principal }: Grant): string {
  return `${action} on ${resource} to ${principal === '*' ? 'everybody (*)' : principal}`;
}

/** AWS policies that allow everything, or everything of a service. */
const POWERFUL = /^arn:[^:]*:iam::aws:policy\/(?:[\w-]+\/)*(AdministratorAccess|PowerUserAccess|[\w-]*FullAccess)$/;

/** Attributes that name whole policies, one or a list. */
const ATTACHING = ['policy_arn', 'policy_arns', 'managed_policy_arn', 'managed_policy_arns'] as const;

function attachedPolicies(change: ResourceChange): ReturnType<Rule['find']> {
  if (leavesState(change)) return [];
  return ATTACHING.flatMap((name) => {
    const watched = watch(change, name);
    const added = texts(watched.now).filter((arn) => POWERFUL.test(arn) && !texts(watched.old).includes(arn));
    if (added.length === 0) return [];
    const isSensitive = watched.shown.now.is === 'sensitive';
    const what = isSensitive
      ? 'an AWS policy with full access, whose name is sensitive'
      : added.map(lastPart).join(', ');
    return [refusal('iam-widened', [watched], `It attaches ${what}.`)];
  });
}

const NO_LIMIT = 'Nothing limits the rights of its policies any more.';
const LIMIT_REMOVED = `Its permissions boundary is removed. ${NO_LIMIT}`;
const OTHER_LIMIT = look('Its permissions boundary changes. The rights that the new one allows were not judged.');

/** Findings on boundaries: removing one grants what the policies always allowed and it limited. */
function boundaries(change: ResourceChange, all: readonly ResourceChange[]): ReturnType<Rule['find']> {
  if (change.type === 'aws_ssoadmin_permissions_boundary_attachment') {
    const of = watch(change, 'permission_set_arn').old;
    const goesToo = all.some(
      (other) => other.type === 'aws_ssoadmin_permission_set' && isGone(other) && isEqual(watch(other, 'arn').old, of),
    );
    if (change.action === 'replace') return [OTHER_LIMIT];
    return when(change.action === 'destroy' && !goesToo, refusal('iam-widened', [], LIMIT_REMOVED));
  }
  if (leavesState(change)) return [];
  const boundary = watch(change, 'permissions_boundary');
  // `unknownPolicies` reports a boundary that is not known yet.
  if (isEmpty(boundary.old) || boundary.isUnknown || isEqual(boundary.old, boundary.now)) return [];
  if (isEmpty(boundary.now)) return [refusal('iam-widened', [boundary], LIMIT_REMOVED)];
  return /:iam::aws:policy\/AdministratorAccess$/.test(String(boundary.now))
    ? [refusal('iam-widened', [boundary], `Its permissions boundary becomes one that allows everything. ${NO_LIMIT}`)]
    : [OTHER_LIMIT];
}

/**
 * Findings on policies that are known only after apply. They can't be judged and must not pass unseen.
 */
function unknownPolicies(change: ResourceChange): ReturnType<Rule['find']> {
  const boundary = watch(change, 'permissions_boundary');
  return [
    ...unknownTexts(change),
    ...unknownInlinePolicies(change),
    ...unknownAttached(change),
    ...(boundary.isUnknown && !isEmpty(boundary.old) ? ['permissions_boundary'] : []),
  ].map((path) =>
    look(
      `${path} is known only after apply, because it refers to something that this plan creates. It was not judged: check it in the configuration.`,
    ),
  );
}

function unknownTexts(change: ResourceChange): string[] {
  return [
    'policy',
    'assume_role_policy',
    'inline_policy',
    'policy_document',
    'access_policy',
    'resource_policy',
  ].filter((name) => {
    const { isUnknown, old } = watch(change, name);
    const isAsked =
      /_policy$/.test(change.type) || name === 'assume_role_policy' || at(jsonInText(old), 'Statement') !== undefined;
    return isUnknown && isAsked && !isEqual(old, '');
  });
}

function unknownInlinePolicies(change: ResourceChange): string[] {
  const mask = maskAt(change.unknown, 'inline_policy');
  if (change.type !== 'aws_iam_role') return [];
  if (mask === true) return isFilledIn(change) ? [] : ['inline_policy'];
  return (isList(mask) ? mask : []).flatMap((item, index) =>
    maskAt(item, 'policy') === true ? [`inline_policy[${index}].policy`] : [],
  );
}

function unknownAttached(change: ResourceChange): string[] {
  const isRole = change.type === 'aws_iam_role';
  if (!isRole && !/^aws_(iam|ssoadmin)_.*attachment/.test(change.type)) return [];
  return ATTACHING.filter(
    (name) => watch(change, name).isUnknown && !(isFilledIn(change) && maskAt(change.unknown, name) === true && isRole),
  );
}

/**
 * True for a new role: AWS computes the attributes that its configuration omits, so an unknown one means nothing.
 */
function isFilledIn({ action }: ResourceChange): boolean {
  return action === 'create' || action === 'replace';
}
