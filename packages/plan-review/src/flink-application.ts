import { at } from './json';
import { jsonInText } from './json-text';
import type { ResourceChange } from './plan';
import { type Watched, watch } from './switches';

const PROVIDERS_OWN = 'aws_kinesisanalyticsv2_application';
/** Older type for SQL applications. */
const SQL = 'aws_kinesis_analytics_application';
/**
 * Type of the provider that is generated from CloudFormation's schemas; its attributes are objects instead of blocks.
 */
const GENERATED = 'awscc_kinesisanalyticsv2_application';
/** Type for any CloudFormation resource, in JSON. */
const CLOUD_CONTROL = 'aws_cloudcontrolapi_resource';

/** Types of resources that can be an application; see `isApplication`. */
export const APPLICATION_TYPES: readonly string[] = [PROVIDERS_OWN, SQL, GENERATED, CLOUD_CONTROL];

/** CloudFormation types of an application, including the older one for SQL. */
export const CLOUDFORMATION_TYPE = /^AWS::KinesisAnalytics(V2)?::Application(V2)?$/;

export function isApplication({ type, before, after }: ResourceChange): boolean {
  if (type !== CLOUD_CONTROL) return APPLICATION_TYPES.includes(type);
  const name = at(before ?? after, 'type_name');
  return typeof name === 'string' && CLOUDFORMATION_TYPE.test(name);
}

const RESTORE = ['application_restore_configuration'] as const;
const CODE = ['application_code_configuration', 'code_content', 's3_content_location'] as const;

const IN_CONFIGURATION = {
  snapshots: ['application_snapshot_configuration', 'snapshots_enabled'],
  checkpoints: ['flink_application_configuration', 'checkpoint_configuration', 'checkpointing_enabled'],
  codeBucket: [...CODE, 'bucket_arn'],
  codeKey: [...CODE, 'file_key'],
} as const;

const IN_RUN_CONFIGURATION = {
  restoreType: [...RESTORE, 'application_restore_type'],
  restoreSnapshot: [...RESTORE, 'snapshot_name'],
  allowsPartialRestore: ['flink_run_configuration', 'allow_non_restored_state'],
} as const;

export type ApplicationSetting = keyof typeof IN_CONFIGURATION | keyof typeof IN_RUN_CONFIGURATION;

/** Setting of an application, wherever its type of resource has it. */
export function watchApplication(change: ResourceChange, setting: ApplicationSetting): Watched {
  return watch(change, ...pathOf(change.type, setting));
}

function pathOf(type: string, setting: ApplicationSetting): readonly string[] {
  const isOfRun = setting in IN_RUN_CONFIGURATION;
  const names: readonly string[] = { ...IN_CONFIGURATION, ...IN_RUN_CONFIGURATION }[setting];
  const run = 'run_configuration';
  const configuration = 'application_configuration';
  if (type === CLOUD_CONTROL) {
    return ['desired_state', ...[isOfRun ? run : configuration, ...names].map(inCloudFormation)];
  }
  if (type === GENERATED) return [isOfRun ? run : configuration, ...names];
  return isOfRun ? [configuration, run, ...names] : [configuration, ...names];
}

/** CloudFormation name of an attribute: `snapshots_enabled` is SnapshotsEnabled, `bucket_arn` BucketARN. */
function inCloudFormation(name: string): string {
  return name
    .split('_')
    .map((word) => (word === 'arn' ? 'ARN' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** True if the new value is one unknown text, which can't be judged. */
export function isUnreadable(change: ResourceChange): boolean {
  if (change.type !== CLOUD_CONTROL || change.after === null) return false;
  const state = watch(change, 'desired_state');
  return state.isUnknown || jsonInText(state.now) === undefined;
}
