import type {
  ApplicationConfigurationDescription,
  ApplicationConfigurationUpdate,
  ApplicationDetail,
  UpdateApplicationCommandInput,
} from '@aws-sdk/client-kinesis-analytics-v2';

/** Part of an application version that a rollback brings back, and its words. */
export type CodePart = 'code' | 'runtime' | 'role' | 'properties' | 'checkpoints' | 'monitoring' | 'parallelism';

type Version = Pick<
  ApplicationDetail,
  'RuntimeEnvironment' | 'ServiceExecutionRole' | 'ApplicationConfigurationDescription'
>;
type Change = Pick<
  UpdateApplicationCommandInput,
  'RuntimeEnvironmentUpdate' | 'ServiceExecutionRoleUpdate' | 'ApplicationConfigurationUpdate'
>;

/** Place of an application's code. */
export interface CodeLocation {
  readonly bucketArn: string;
  readonly key: string;
  readonly objectVersion?: string;
}

/**
 * Parts in which an earlier version differs from the present one. Snapshots, logging, VPC and rollback settings are no
 * part of it: whoever rolls back wants the earlier code to run, not fewer snapshots.
 */
export function differences(wanted: Version, now: Version): CodePart[] {
  const [before, after] = [partsOf(wanted), partsOf(now)];
  return (Object.keys(before) as CodePart[]).filter(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
}

/** Update that makes the present version like the wanted one; undefined when nothing differs. */
export function updateTo(wanted: Version, now: Version): Change | undefined {
  const different = new Set(differences(wanted, now));
  if (different.size === 0) return undefined;
  const { ApplicationConfigurationDescription: configuration = {} } = wanted;
  return {
    ...(different.has('runtime') ? { RuntimeEnvironmentUpdate: wanted.RuntimeEnvironment } : {}),
    ...(different.has('role') ? { ServiceExecutionRoleUpdate: wanted.ServiceExecutionRole } : {}),
    ApplicationConfigurationUpdate: configurationUpdate(configuration, different),
  };
}

/** Place of a version's code in S3; undefined for code that lies elsewhere, as that of a notebook. */
export function codeLocation({
  ApplicationConfigurationDescription: configuration,
}: Pick<Version, 'ApplicationConfigurationDescription'>): CodeLocation | undefined {
  const found =
    configuration?.ApplicationCodeConfigurationDescription?.CodeContentDescription
      ?.S3ApplicationCodeLocationDescription;
  if (!found?.BucketARN || !found.FileKey) return undefined;
  return {
    bucketArn: found.BucketARN,
    key: found.FileKey,
    ...(found.ObjectVersion ? { objectVersion: found.ObjectVersion } : {}),
  };
}

function configurationUpdate(
  configuration: ApplicationConfigurationDescription,
  different: ReadonlySet<CodePart>,
): ApplicationConfigurationUpdate {
  const location = codeLocation({ ApplicationConfigurationDescription: configuration });
  const {
    CheckpointConfigurationDescription,
    MonitoringConfigurationDescription,
    ParallelismConfigurationDescription,
  } = configuration.FlinkApplicationConfigurationDescription ?? {};
  const flink = {
    ...(different.has('checkpoints') && CheckpointConfigurationDescription
      ? { CheckpointConfigurationUpdate: withUpdate(chosen(CheckpointConfigurationDescription)) }
      : {}),
    ...(different.has('monitoring') && MonitoringConfigurationDescription
      ? { MonitoringConfigurationUpdate: withUpdate(chosen(MonitoringConfigurationDescription)) }
      : {}),
    ...(different.has('parallelism') && ParallelismConfigurationDescription
      ? { ParallelismConfigurationUpdate: withUpdate(parallelism(ParallelismConfigurationDescription)) }
      : {}),
  };
  return {
    ...(different.has('code') && location
      ? {
          ApplicationCodeConfigurationUpdate: {
            CodeContentTypeUpdate: configuration.ApplicationCodeConfigurationDescription?.CodeContentType,
            CodeContentUpdate: {
              S3ContentLocationUpdate: {
                BucketARNUpdate: location.bucketArn,
                FileKeyUpdate: location.key,
                ...(location.objectVersion ? { ObjectVersionUpdate: location.objectVersion } : {}),
              },
            },
          },
        }
      : {}),
    ...(different.has('properties') ? { EnvironmentPropertyUpdates: { PropertyGroups: groupsOf(configuration) } } : {}),
    ...(Object.keys(flink).length > 0 ? { FlinkApplicationConfigurationUpdate: flink } : {}),
  };
}

function partsOf(version: Version): Record<CodePart, unknown> {
  const configuration = version.ApplicationConfigurationDescription ?? {};
  const flink = configuration.FlinkApplicationConfigurationDescription ?? {};
  const {
    CheckpointConfigurationDescription,
    MonitoringConfigurationDescription,
    ParallelismConfigurationDescription,
  } = flink;
  return {
    code: [configuration.ApplicationCodeConfigurationDescription?.CodeContentType, codeLocation(version)],
    runtime: version.RuntimeEnvironment,
    role: version.ServiceExecutionRole,
    properties: groupsOf(configuration).map(({ PropertyGroupId, PropertyMap }) => [
      PropertyGroupId,
      Object.entries(PropertyMap).toSorted(([a], [b]) => a.localeCompare(b)),
    ]),
    checkpoints: CheckpointConfigurationDescription && sorted(chosen(CheckpointConfigurationDescription)),
    monitoring: MonitoringConfigurationDescription && sorted(chosen(MonitoringConfigurationDescription)),
    parallelism: ParallelismConfigurationDescription && sorted(parallelism(ParallelismConfigurationDescription)),
  };
}

function groupsOf({ EnvironmentPropertyDescriptions }: ApplicationConfigurationDescription) {
  return (EnvironmentPropertyDescriptions?.PropertyGroupDescriptions ?? [])
    .map(({ PropertyGroupId = '', PropertyMap = {} }) => ({ PropertyGroupId, PropertyMap }))
    .toSorted((a, b) => a.PropertyGroupId.localeCompare(b.PropertyGroupId));
}

/** The type DEFAULT allows no values beside it. */
function chosen<T extends { ConfigurationType?: string }>(description: T): Partial<T> {
  if (description.ConfigurationType !== 'DEFAULT') return description;
  return { ConfigurationType: description.ConfigurationType } as Partial<T>;
}

/** The current parallelism is a fact of auto scaling, not a setting. */
function parallelism<T extends { ConfigurationType?: string; CurrentParallelism?: number }>(description: T) {
  const { CurrentParallelism: _fact, ...settings } = description;
  return chosen(settings);
}

function sorted(values: object): unknown {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => a.localeCompare(b));
}

/** Members of an update are named as those of the description, with `Update` behind. */
function withUpdate(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}Update`, value]));
}
