import { isGone, type ResourceChange } from './plan';
import { type Rule, refusal } from './rule';
import { turnsOff, turnsOn, watch } from './switches';

const SNAPSHOTS = ['application_configuration', 'application_snapshot_configuration', 'snapshots_enabled'] as const;
const RESTORE = ['application_configuration', 'run_configuration'] as const;

/** The resource of today, and the one for SQL applications that came before it. */
const APPLICATIONS = ['aws_kinesisanalyticsv2_application', 'aws_kinesis_analytics_application'] as const;

/** What would take an application's state, or its snapshots. */
export const applicationRules: readonly Rule[] = [
  {
    types: APPLICATIONS,
    find: (change) => {
      if (!isGone(change)) return [];
      const isReplaced = change.action === 'replace';
      return [refusal(isReplaced ? 'application-replaced' : 'application-destroyed')];
    },
  },
  {
    types: APPLICATIONS,
    find: (change) =>
      change.action === 'forget'
        ? [
            {
              text: 'Terraform forgets the application: it and its snapshots stay in AWS, and nothing in this project guards or changes them any more.',
            },
          ]
        : [],
  },
  {
    types: ['aws_kinesisanalyticsv2_application_snapshot'],
    find: (change) => (isGone(change) ? [refusal('snapshot-removed')] : []),
  },
  {
    types: APPLICATIONS,
    find: (change) => {
      const enabled = watch(change, ...SNAPSHOTS);
      return staysOrIsMade(change) && turnsOff(enabled) ? [refusal('snapshots-off', [enabled])] : [];
    },
  },
  {
    types: APPLICATIONS,
    find: (change) => {
      const force = watch(change, 'force_stop');
      if (!staysOrIsMade(change) || !turnsOn(force)) return [];
      if (change.action === 'create') {
        return [
          { text: 'The new application has force_stop: when Terraform stops it one day, no snapshot is taken first.' },
        ];
      }
      return [refusal('force-stop', [force])];
    },
  },
  {
    types: APPLICATIONS,
    find: (change) => {
      const started = watch(change, 'start_application');
      if (!staysOrIsMade(change) || !turnsOff(started)) return [];
      const force = watch(change, 'force_stop');
      const enabled = watch(change, ...SNAPSHOTS);
      if (force.now === true || force.isUnknown) return [refusal('stopped-without-snapshot', [started, force])];
      // The service's default is on, and a plan has the provider's value of it.
      if (enabled.now === false || enabled.isUnknown) return [refusal('stopped-without-snapshot', [started, enabled])];
      return [{ text: 'This plan stops the application (the service takes a snapshot first).' }];
    },
  },
  {
    types: APPLICATIONS,
    find: (change) => {
      if (change.action === 'create' || !staysOrIsMade(change)) return [];
      const restore = watch(change, ...RESTORE, 'application_restore_configuration', 'application_restore_type');
      const partial = watch(change, ...RESTORE, 'flink_run_configuration', 'allow_non_restored_state');
      // Both are computed when they are not set: unknown is then what the service has, not a choice.
      const skips = !restore.isUnknown && turnsOn(restore, 'SKIP_RESTORE_FROM_SNAPSHOT') ? [restore] : [];
      const drops = !partial.isUnknown && turnsOn(partial) ? [partial] : [];
      const found = [...skips, ...drops];
      return found.length > 0 ? [refusal('state-skipped', found)] : [];
    },
  },
];

/** A replaced one is refused for that; what its successor will have is mostly unknown. */
function staysOrIsMade({ action }: ResourceChange): boolean {
  return action === 'update' || action === 'create' || action === 'import';
}
