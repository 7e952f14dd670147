import { wayOutOfTaint } from './action-reason';
import { APPLICATION_TYPES, isApplication, isUnreadable, watchApplication } from './flink-application';
import { isEqual } from './json';
import { isGone, type ResourceChange } from './plan';
import { isStarted, RESTORES_NAMED, SKIPS_RESTORE } from './restarts';
import { headed, look, type Rule, type RuleFinding, refusal, when } from './rule';
import { turnsOff, turnsOn, type Watched, watch } from './switches';

const FORGOTTEN =
  'Terraform forgets the application. It stays in AWS with its snapshots, but nothing in this project protects or changes them any more.';
const UNREADABLE =
  'The application’s desired_state is known only after apply, because it refers to something that this plan creates. It was not judged: check it in the configuration.';
const NEW_FORCE_STOP = 'The new application has force_stop. Whenever Terraform stops it, no snapshot is taken first.';
const NAMED_SNAPSHOT =
  'The application restores from a snapshot that the plan names. If that is not its newest snapshot, data processed since then is lost or processed again.';
const NEXT_START_IS_EMPTY =
  'The run configuration skips the restore (SKIP_RESTORE_FROM_SNAPSHOT). The next start restores nothing, even if the application has snapshots and an operator starts it.';
const OTHER_RUNTIME =
  'The application changes to another Flink version in place. The job restarts from a snapshot. There is no way back with the state: an older Flink can’t read snapshots of a newer one. Take a snapshot first, and put it on hold.';

/** Rules on changes that would lose an application's state or snapshots. */
export const applicationRules: readonly Rule[] = [
  ofApplications((change) => {
    if (!isGone(change)) return [];
    const isReplaced = change.action === 'replace';
    return [refusal(isReplaced ? 'application-replaced' : 'application-destroyed', [], wayOutOfTaint(change))];
  }),
  ofApplications((change) => when(change.action === 'forget', look(FORGOTTEN))),
  {
    types: ['aws_kinesisanalyticsv2_application_snapshot'],
    find: (change) => when(isGone(change), refusal('snapshot-removed')),
  },
  ofApplications((change) => when(staysOrIsMade(change) && isUnreadable(change), look(UNREADABLE))),
  ofJudged((change) => {
    const enabled = watchApplication(change, 'snapshots');
    if (change.action === 'create' && enabled.now === false) {
      return [look('Snapshots of the new application are off. Its state is lost when it is stopped or updated.')];
    }
    return when(turnsOff(enabled), refusal('snapshots-off', [enabled]));
  }),
  ofJudged((change) => {
    const enabled = watchApplication(change, 'checkpoints');
    // An unknown value is the service's default, which is on.
    const isOff = enabled.old === true && enabled.now === false && !enabled.isUnknown;
    return when(isOff, refusal('checkpoints-off', [enabled]));
  }),
  ofJudged((change) => {
    const type = watchApplication(change, 'restoreType');
    const snapshot = watchApplication(change, 'restoreSnapshot');
    const isOther = turnsOn(type, RESTORES_NAMED) || !isEqual(snapshot.old, snapshot.now);
    return when(change.action !== 'create' && type.now === RESTORES_NAMED && isOther, look(NAMED_SNAPSHOT));
  }),
  ofJudged((change) => {
    const force = watch(change, 'force_stop');
    if (!turnsOn(force)) return [];
    return [change.action === 'create' ? look(NEW_FORCE_STOP) : refusal('force-stop', [force])];
  }),
  ofJudged((change) => {
    const started = watch(change, 'start_application');
    if (!turnsOff(started)) return [];
    const force = watch(change, 'force_stop');
    const enabled = watchApplication(change, 'snapshots');
    if (force.now === true || force.isUnknown) return [refusal('stopped-without-snapshot', [started, force])];
    // A missing value counts as on, the service's default: a plan contains the provider's value.
    if (enabled.now === false || enabled.isUnknown) return [refusal('stopped-without-snapshot', [started, enabled])];
    return [look('This plan stops the application. The service takes a snapshot first.')];
  }),
  ofJudged((change) => {
    if (change.action === 'create') return [];
    const restore = watchApplication(change, 'restoreType');
    const partial = watchApplication(change, 'allowsPartialRestore');
    const starts = isStarted(change);
    // AWS computes both when they are not set, so an unknown value is the service's own and nobody's choice.
    const isMeant = (one: Watched, on?: string) =>
      !one.isUnknown && (turnsOn(one, on) || (starts && one.now === (on ?? true)));
    const found = [...(isMeant(restore, SKIPS_RESTORE) ? [restore] : []), ...(isMeant(partial) ? [partial] : [])];
    return when(found.length > 0, refusal('state-skipped', found));
  }),
  {
    ...ofApplications((change) => {
      const restore = watchApplication(change, 'restoreType');
      const stands = restore.old === SKIPS_RESTORE && (restore.now === SKIPS_RESTORE || restore.isUnknown);
      const isLeft = change.action === 'no-op' || staysOrIsMade(change);
      return when(isLeft && stands && !isStarted(change), headed(NEXT_START_IS_EMPTY));
    }),
    isOfState: true,
  },
  ofJudged((change) => {
    const runtime = watch(change, 'runtime_environment');
    if (change.action === 'create' || (isEqual(runtime.old, runtime.now) && !runtime.isUnknown)) return [];
    const [old, now] = [runtime.shown.old, runtime.shown.now];
    const isShown = old.is === 'value' && now.is === 'value';
    return [headed(OTHER_RUNTIME, isShown ? `${String(old.value)} → ${String(now.value)}` : undefined)];
  }),
];

function ofApplications(find: Rule['find']): Rule {
  return { types: APPLICATION_TYPES, find: (change, all) => (isApplication(change) ? find(change, all) : []) };
}

/** Rule for applications whose settings the plan shows and that are not refused as a whole. */
function ofJudged(find: (change: ResourceChange) => readonly RuleFinding[]): Rule {
  return ofApplications((change) => (staysOrIsMade(change) && !isUnreadable(change) ? find(change) : []));
}

/**
 * True for an application that stays or is created. A replaced one is refused anyway, and its successor is mostly
 * unknown.
 */
function staysOrIsMade({ action }: ResourceChange): boolean {
  return action === 'update' || action === 'create' || action === 'import';
}
