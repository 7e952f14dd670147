import { snapshotsDependOn } from './dependencies';
import { at, isEqual, type Json } from './json';
import { isGone, type ResourceChange } from './plan';
import { type Grant, globCovers, grantsIn, policiesIn } from './policy';
import { headed, type Rule, type RuleFinding, refusal } from './rule';
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
    // What works with it goes as well, or the role does: that is what is said.
    if (change.type !== ROLE && roleItself !== undefined && isGone(roleItself)) return [];
    if (functions.length > 0 && functions.every(({ action }) => action === 'destroy')) return [];
    const had = grantsOfChange(change, 'before', all);
    // A policy counts where it is attached.
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
    return [
      ...(lost.length > 0 ? [headed(LOST, isSecret(change) ? undefined : lost.slice(0, 10).join(', '))] : []),
      ...(narrower.length > 0
        ? [headed(NARROWED, isSecret(change) ? undefined : narrower.slice(0, 10).join(', '))]
        : []),
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
  const side = (one: ResourceChange, name: string) => at(one.before ?? one.after, name);
  if (change.type === ROLE) return texts(side(change, 'name'));
  if (change.type === INLINE || change.type === ATTACHMENT) return texts(side(change, 'role'));
  if (change.type !== POLICY) return [];
  return all
    .filter((one) => one.type === ATTACHMENT && isEqual(side(one, 'policy_arn'), side(change, 'arn')))
    .flatMap((one) => texts(side(one, 'role')));
}

function grantsOfChange(change: ResourceChange, which: 'before' | 'after', all: readonly ResourceChange[]): Right[] {
  const side = sideOf(change, which);
  if (change.type === ATTACHMENT) {
    const arn = at(side, 'policy_arn');
    const policy = all.find((one) => one.type === POLICY && isEqual(at(one.before ?? one.after, 'arn'), arn));
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
  return names.some((name) => JSON.stringify(at(unknown, name) ?? null).includes('true'));
}

function isSecret({ beforeSensitive, afterSensitive }: ResourceChange): boolean {
  return [beforeSensitive, afterSensitive].some((mask) => JSON.stringify(mask).includes('true'));
}

function texts(value: Json | undefined): string[] {
  return typeof value === 'string' ? [value] : [];
}

function lastPart(arn: Json | undefined): string | undefined {
  return typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;
}
