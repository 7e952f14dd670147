import {
  InvalidArgumentException,
  InvalidRequestException,
  type KinesisAnalyticsV2Client,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkDirectory } from '../lambda-src/snapshot-manager/aws/application-directory';
import { ManagedFlinkSnapshotApi } from '../lambda-src/snapshot-manager/aws/snapshot-api';
import { nearNames } from '../lambda-src/snapshot-manager/domain/near-names';
import { SnapshotApiError } from '../lambda-src/snapshot-manager/ports';

/** Error for an application or snapshot that does not exist; the message has the most similar names. */
export class MissingNameError extends Error {
  override readonly name = 'MissingNameError';
}

/** Errors of the service for an unknown name. */
const ABOUT_A_NAME = [ResourceNotFoundException, InvalidArgumentException, InvalidRequestException];

/**
 * Does the work. If the service refuses it because the application or snapshot does not exist, the error lists the most
 * similar names. Other errors are unchanged.
 *
 * @throws MissingNameError
 */
export async function namingWhatIsMissing<T>(
  client: KinesisAnalyticsV2Client,
  { application, snapshot }: { readonly application: string; readonly snapshot?: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Adapters of the manager wrap the service's error.
    const own = error instanceof SnapshotApiError ? error.cause : error;
    if (!ABOUT_A_NAME.some((each) => own instanceof each)) throw error;
    // Who may not list is told what the service said.
    const missing = await missingName(client, application, snapshot).catch(() => undefined);
    throw missing === undefined ? error : new MissingNameError(missing, { cause: error });
  }
}

async function missingName(
  client: KinesisAnalyticsV2Client,
  application: string,
  snapshot: string | undefined,
): Promise<string | undefined> {
  const applications = (await new ManagedFlinkDirectory(client).listApplications()).map(({ name }) => name);
  if (!applications.includes(application)) {
    const like =
      applications.length > 0
        ? `Most similar: ${nearNames(application, applications).join(', ')}.`
        : 'It has none at all.';
    return `Region ${await client.config.region()} has no application ${application}. ${like} Correct the name, or set AWS_REGION to its region.`;
  }
  if (snapshot === undefined) return undefined;
  const snapshots = (await new ManagedFlinkSnapshotApi(client).listSnapshots(application)).map(({ name }) => name);
  if (snapshots.includes(snapshot)) return undefined;
  const near = nearNames(snapshot, snapshots);
  return `Application ${application} in ${await client.config.region()} has no snapshot ${snapshot}. ${near.length > 0 ? `Most similar: ${near.join(', ')}. Correct the name.` : 'It has none at all: start it with --none or --latest.'}`;
}
