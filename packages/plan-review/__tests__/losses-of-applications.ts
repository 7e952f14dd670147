import { change, create, destroy, type Losses, update } from './plan-of';

export const APPLICATION = 'aws_kinesisanalyticsv2_application';
export const application = (parts: object) => ({ name: 'orders', force_stop: null, start_application: null, ...parts });
export const snapshots = (enabled: boolean) => ({
  application_configuration: [{ application_snapshot_configuration: [{ snapshots_enabled: enabled }] }],
});
const unknownSnapshots = {
  application_configuration: [{ application_snapshot_configuration: [{ snapshots_enabled: true }] }],
};
const running = (run: object) => ({ application_configuration: [{ run_configuration: [run] }] });
const restore = (type: string) => running({ application_restore_configuration: [{ application_restore_type: type }] });
const partial = (allow: boolean) => running({ flink_run_configuration: [{ allow_non_restored_state: allow }] });

/** Changes of applications that must be refused for a kind, and similar ones that must not. */
export const lossesOfApplications: Losses = {
  'application-destroyed': {
    fires: {
      destroyed: destroy(APPLICATION),
      'of the old kind, for SQL': destroy('aws_kinesis_analytics_application'),
      'a deposed one': change(APPLICATION, { action: 'destroy', deposed: 'a1b2' }),
    },
    spares: {
      updated: update(APPLICATION, application({}), application({ runtime_environment: 'FLINK-1_20' })),
      'only forgotten': change(APPLICATION, { action: 'forget' }),
      'its log group destroyed': destroy('aws_cloudwatch_log_group'),
    },
  },
  'application-replaced': {
    fires: {
      'the old one first': change(APPLICATION, { action: 'replace' }),
      'the new one first': change(APPLICATION, { action: 'replace', createFirst: true }),
    },
    spares: {
      'moved to another address': change(APPLICATION, { action: 'move', previousAddress: 'a.b' }),
      'its role replaced': change('aws_iam_role', { action: 'replace' }),
    },
  },
  'snapshot-removed': {
    fires: {
      destroyed: destroy('aws_kinesisanalyticsv2_application_snapshot'),
      replaced: change('aws_kinesisanalyticsv2_application_snapshot', { action: 'replace' }),
    },
    spares: {
      created: change('aws_kinesisanalyticsv2_application_snapshot', { action: 'create' }),
    },
  },
  'snapshots-off': {
    fires: {
      'true to false': update(APPLICATION, snapshots(true), snapshots(false)),
      'true to nothing': update(APPLICATION, snapshots(true), { application_configuration: [] }),
      'true to what is known after apply only': update(
        APPLICATION,
        snapshots(true),
        { application_configuration: [{}] },
        { unknown: unknownSnapshots },
      ),
    },
    spares: {
      'false to true': update(APPLICATION, snapshots(false), snapshots(true)),
      'false all along': update(APPLICATION, snapshots(false), snapshots(false)),
      'never on, in a new one': create(APPLICATION, snapshots(false)),
    },
  },
  'force-stop': {
    fires: {
      'turned on': update(APPLICATION, application({}), application({ force_stop: true })),
      'known only after apply': update(APPLICATION, application({}), application({}), {
        unknown: { force_stop: true },
      }),
    },
    spares: {
      'on all along': update(APPLICATION, application({ force_stop: true }), application({ force_stop: true })),
      'turned off': update(APPLICATION, application({ force_stop: true }), application({})),
      'in a new one': create(APPLICATION, application({ force_stop: true })),
    },
  },
  'stopped-without-snapshot': {
    fires: {
      'forced, by an option that was on before': update(
        APPLICATION,
        application({ start_application: true, force_stop: true }),
        application({ start_application: false, force_stop: true }),
      ),
      'with start_application left out now': update(
        APPLICATION,
        application({ start_application: true, force_stop: true }),
        application({ force_stop: true }),
      ),
      'with snapshots off': update(
        APPLICATION,
        { start_application: true, ...snapshots(false) },
        { start_application: false, ...snapshots(false) },
      ),
    },
    spares: {
      'stopped with a snapshot': update(
        APPLICATION,
        { start_application: true, ...snapshots(true) },
        { start_application: false, ...snapshots(true) },
      ),
      started: update(
        APPLICATION,
        application({ start_application: false, force_stop: true }),
        application({ start_application: true, force_stop: true }),
      ),
    },
  },
  'state-skipped': {
    fires: {
      'begins to skip': update(
        APPLICATION,
        restore('RESTORE_FROM_LATEST_SNAPSHOT'),
        restore('SKIP_RESTORE_FROM_SNAPSHOT'),
      ),
      'begins to allow state that does not fit': update(APPLICATION, partial(false), partial(true)),
    },
    spares: {
      'another snapshot': update(
        APPLICATION,
        restore('RESTORE_FROM_LATEST_SNAPSHOT'),
        restore('RESTORE_FROM_CUSTOM_SNAPSHOT'),
      ),
      'skips all along': update(
        APPLICATION,
        restore('SKIP_RESTORE_FROM_SNAPSHOT'),
        restore('SKIP_RESTORE_FROM_SNAPSHOT'),
      ),
      'a new one has nothing to restore': create(APPLICATION, restore('SKIP_RESTORE_FROM_SNAPSHOT')),
      'computed by AWS': update(
        APPLICATION,
        partial(false),
        {},
        { unknown: { application_configuration: [{ run_configuration: true }] } },
      ),
    },
  },
};
