import type { ApplicationDetail } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Application, LoggingOption } from '../model/application';
import { describeConfiguration } from '../model/configuration';

/** An application as the service describes it. */
export function applicationDetail(application: Application): ApplicationDetail {
  const run = application.runConfiguration;
  return {
    ApplicationARN: application.arn,
    ApplicationDescription: application.description,
    ApplicationName: application.name,
    RuntimeEnvironment: application.runtimeEnvironment,
    ServiceExecutionRole: application.serviceExecutionRole,
    ApplicationStatus: application.status,
    ApplicationVersionId: application.versionId,
    ApplicationMode: 'STREAMING',
    CreateTimestamp: application.createdAt,
    LastUpdateTimestamp: application.updatedAt,
    ApplicationVersionCreateTimestamp: application.updatedAt,
    ApplicationVersionUpdatedFrom: application.updatedFrom,
    ApplicationVersionRolledBackFrom: application.rolledBackFrom,
    ApplicationVersionRolledBackTo: application.rolledBackTo,
    ConditionalToken: application.conditionalToken,
    CloudWatchLoggingOptionDescriptions: application.loggingOptions.map(loggingOptionDescription),
    ApplicationConfigurationDescription: {
      ...describeConfiguration(application.configuration),
      ...(run && {
        RunConfigurationDescription: {
          ApplicationRestoreConfigurationDescription: {
            ApplicationRestoreType: run.restoreType,
            SnapshotName: run.snapshotName,
          },
          FlinkRunConfigurationDescription: { AllowNonRestoredState: run.allowNonRestoredState },
        },
      }),
    },
  };
}

export function loggingOptionDescription(option: LoggingOption) {
  return { CloudWatchLoggingOptionId: option.id, LogStreamARN: option.logStreamArn };
}
