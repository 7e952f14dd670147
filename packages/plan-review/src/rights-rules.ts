import { snapshotsDependOn } from './dependencies';
import { at, isEqual, type Json, lastPart, texts } from './json';
import { hasTrue } from './masks';
import { attributeOf, isGone, type ResourceChange } from './plan';
import { type Grant, globCovers, grantsIn, policiesIn } from './policy';
import { headed, type Rule, type RuleFinding, refusal, when } from './rule';
import { roleOfFunction, takesSnapshots } from './snapshot-manager';

const ROLE = 'aws_iam_role';
const INLINE = 'aws_iam_role_policy';
const POLICY = 'aws_iam_policy';
const ATTACHMENT = 'aws_iam_role_policy_attachment';

/** Rules on lost rights on which snapshots depend. */
export const rightsRules: readonly Rule[] = [{ types: [ROLE, INLINE, POLICY, ATTACHMENT], find: lostRights }];

const CREATE = 'kinesisanalytics:CreateApplicationSnapshot';

function lostRights(change: ResourceChange, all: readonly ResourceChange[]): readonly RuleFinding[] {
  if (change.action === 'forget' || change.action === 'create' || !snapshotsDependOn(change, all)) return [];
  return rolesBehind(change, all).flatMap((role) => {
    const roleItself = all.find(({ type, before }) => type === ROLE && at(before, 'name') === role);
    const functions = all.filter((one) => one.type === 'aws_lambda_function' && lastPart(roleOfFunction(one)) === role);
    // If the role or all its functions are destroyed, that is the finding.
    if (change.type !== ROLE && roleItself !== undefined && isGone(roleItself)) return [];
    if (functions.length > 0 && functions.every(({ action }) => action === 'destroy')) return [];
    const had = grantsOfChange(change, 'before', all);
    // A policy of its own grants rights only through its attachments.
    const others = all.filter(
      (other) => other !== change && other.type !== POLICY && rolesBehind(other, all).includes(role),
    );
    const has = [
      ...grantsOfChange(change, 'after', all),
      ...others.flatMap((one) => grantsOfChange(one, 'after', all)),
    ];
    const isKnown = [change, ...others].every((one) => !isUnknownPolicy(one));
    if (!isKnown) return [];
    const takes = functions.some((one) => takesSnapshots(one, all));
    if (takes && gives(had, CREATE) && !gives(has, CREATE)) {
      return [refusal('schedule-off', [], `The function loses the right to create snapshots (${CREATE}).`)];
    }
    const lost = [...new Set(had.filter(({ isDenied }) => !isDenied).map(({ action }) => action))].filter(
      (action) => !gives(has, action),
    );
    const narrower = takes ? narrowed(had, has) : [];
    const detail = (names: readonly string[]) => (isHidden(change) ? undefined : names.slice(0, 10).join(', '));
    return [
      ...when(lost.length > 0, headed(LOST, detail(lost))),
      ...when(narrower.length > 0, headed(NARROWED, detail(narrower))),
    ];
  });
}

const LOST =
  'A role that an application, its snapshots or their schedule use loses rights, and no other policy grants them.';
const NARROWED =
  'The function that takes the snapshots may do so for fewer applications. No more snapshots are taken of the others.';

interface Right extends Grant {
  readonly isDenied: boolean;
}

/** Applications for which snapshots may no longer be created. */
function narrowed(had: readonly Right[], has: readonly Right[]): readonly string[] {
  const allowed = (rights: readonly Right[]) => rights.filter((one) => !one.isDenied && covers(one.action, CREATE));
  return allowed(had)
    .map(({ resource }) => resource)
    .filter((resource) => !allowed(has).some((one) => globCovers(one.resource, resource)));
}

/** True if an action is allowed on anything, and not denied on everything. */
function gives(rights: readonly Right[], action: string): boolean {
  const about = rights.filter((one) => covers(one.action, action));
  return (
    about.some(({ isDenied }) => !isDenied) &&
    !about.some((one) => one.isDenied && one.resource === '*' && one.condition === undefined)
  );
}

function covers(pattern: string, action: string): boolean {
  return globCovers(pattern.toLowerCase(), action.toLowerCase());
}

/** Roles that have a policy's rights. */
function rolesBehind(change: ResourceChange, all: readonly ResourceChange[]): readonly string[] {
  if (change.type === ROLE) return texts(attributeOf(change, 'name'));
  if (change.type === INLINE || change.type === ATTACHMENT) return texts(attributeOf(change, 'role'));
  if (change.type !== POLICY) return [];
  return all
    .filter((one) => one.type === ATTACHMENT && isEqual(attributeOf(one, 'policy_arn'), attributeOf(change, 'arn')))
    .flatMap((one) => texts(attributeOf(one, 'role')));
}

function grantsOfChange(change: ResourceChange, which: 'before' | 'after', all: readonly ResourceChange[]): Right[] {
  const side = sideOf(change, which);
  if (change.type === ATTACHMENT) {
    const arn = at(side, 'policy_arn');
    const policy = all.find((one) => one.type === POLICY && isEqual(attributeOf(one, 'arn'), arn));
    return policy === undefined || side === null ? [] : grantsOfSide(sideOf(policy, which));
  }
  return change.type === POLICY || change.type === ROLE || change.type === INLINE ? grantsOfSide(side) : [];
}

/** One side of a resource; an unchanged one may have only the other. */
function sideOf({ action, before, after }: ResourceChange, which: 'before' | 'after'): Json {
  return action === 'no-op' || action === 'move' ? (before ?? after) : which === 'before' ? before : after;
}

function grantsOfSide(side: Json): Right[] {
  return policiesIn({ before: null, after: side, beforeSensitive: null, afterSensitive: null }).flatMap((place) =>
    place.path === 'assume_role_policy'
      ? []
      : [
          ...grantsIn(place.after).map((one) => ({ ...one, isDenied: false })),
          ...grantsIn(place.after, 'Deny').map((one) => ({ ...one, isDenied: true })),
        ],
  );
}

function isUnknownPolicy({ type, action, unknown }: ResourceChange): boolean {
  if (action === 'destroy' || action === 'no-op') return false;
  const names = type === ROLE ? ['inline_policy'] : ['policy', 'policy_arn'];
  return names.some((name) => hasTrue(at(unknown, name)));
}

function isHidden({ beforeSensitive, afterSensitive }: ResourceChange): boolean {
  return hasTrue(beforeSensitive) || hasTrue(afterSensitive);
}
