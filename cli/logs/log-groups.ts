import { DescribeApplicationCommand, type KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { errorText } from '../../tools/error-text';
import type { KnownDeployment } from '../known-deployment';
import { MissingNameError, namingWhatIsMissing } from '../missing-name';

/** Log group, or why none is known. */
export type LogGroup = { readonly group: string } | { readonly problem: string };

/** Log groups of an application and of the snapshot manager. */
export interface LogGroups {
  readonly application: LogGroup;
  readonly manager: LogGroup;
}

/**
 * Finds the log groups: the application's own as the service has it, else that of the deployment's settings.
 *
 * @throws MissingNameError for an application that does not exist.
 */
export async function logGroupsOf(
  application: string,
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
): Promise<LogGroups> {
  return {
    application: await applicationGroup(application, client, known),
    manager:
      'deployment' in known
        ? { group: known.deployment.managerLogGroup }
        : { problem: `The snapshot manager's log is not known. ${known.because}` },
  };
}

async function applicationGroup(
  application: string,
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
): Promise<LogGroup> {
  try {
    const { ApplicationDetail: detail } = await namingWhatIsMissing(client, { application }, () =>
      client.send(new DescribeApplicationCommand({ ApplicationName: application })),
    );
    const arns = (detail?.CloudWatchLoggingOptionDescriptions ?? []).map(({ LogStreamARN }) => LogStreamARN ?? '');
    const group = arns.map(groupOfArn).find((each) => each !== undefined);
    if (group !== undefined) return { group };
    return {
      problem: `${application} logs nowhere: it has no CloudWatch logging option. Add one in the console or by Terraform (cloudwatch_logging_options).`,
    };
  } catch (error) {
    if (error instanceof MissingNameError) throw error;
    const entry =
      'deployment' in known ? known.deployment.applications.find(({ name }) => name === application) : undefined;
    if (entry?.logGroup !== undefined) return { group: entry.logGroup };
    const said = errorText(error);
    return {
      problem: `The log of ${application} is not known. ${said instanceof Error ? said.message : String(said)}`,
    };
  }
}

/** Group in `arn:aws:logs:REGION:ACCOUNT:log-group:GROUP:log-stream:STREAM`. */
export function groupOfArn(arn: string): string | undefined {
  return /:log-group:([^:]+)/.exec(arn)?.[1];
}
