import {
  type ApplicationDetail,
  DescribeApplicationCommand,
  DescribeApplicationVersionCommand,
  type KinesisAnalyticsV2Client,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { codeFacts, isOverwrittenBy } from './code-bytes';
import { type CodePart, codeLocation, differences } from './code-update';
import { RecoveryRefusedError } from './plan';

/** Version of an application that is to run again. */
export interface CodeVersion {
  readonly version: number;
  /** Version that is left. */
  readonly from: number;
  readonly detail: ApplicationDetail;
  readonly differences: readonly CodePart[];
}

/** Facts from which the version before the last deployment follows. */
export interface DeploymentFacts {
  /** Versions that ran before the recorded deployments, newest first; empty where none is recorded. */
  readonly recorded: readonly number[];
  /** Last rollback that this deployment's journal knows. */
  readonly lastRollback: { readonly version: number; readonly from: number } | undefined;
}

/** Versions that are looked at when no deployment is recorded. */
const MOST_STEPS = 20;

/**
 * Version of a number.
 *
 * @throws RecoveryRefusedError when there is none, or it is the present one.
 */
export async function namedVersion(
  client: KinesisAnalyticsV2Client,
  application: string,
  version: number,
): Promise<CodeVersion> {
  const now = await present(client, application);
  const detail = await describeVersion(client, application, version);
  if (!detail) {
    throw new RecoveryRefusedError(
      `${application} has no version ${version}: it is at version ${now.ApplicationVersionId}. Nothing was changed.`,
    );
  }
  return compared(application, version, detail, now);
}

/**
 * Version before the last deployment: the one that was recorded, else the one from which the present one was updated.
 *
 * @throws RecoveryRefusedError when there is none, or it runs already.
 */
export async function versionBefore(
  client: KinesisAnalyticsV2Client,
  application: string,
  { recorded, lastRollback }: DeploymentFacts,
): Promise<CodeVersion> {
  const now = await present(client, application);
  // A deployment whose apply never came left the present version; one that was rolled back began over the bad one.
  const last = recorded.find((each) => each !== now.ApplicationVersionId && each !== lastRollback?.from);
  if (last !== undefined) return namedVersion(client, application, last);
  let version = now.ApplicationVersionUpdatedFrom;
  for (let step = 0; version !== undefined && step < MOST_STEPS; step += 1) {
    if (version === lastRollback?.from) {
      throw new RecoveryRefusedError(
        `${application} was rolled back from version ${version} already: the version before the present one is the one that was left. Name another one: kda rollback ${application} --code VERSION. Nothing was changed.`,
      );
    }
    const detail = await describeVersion(client, application, version);
    if (!detail) break;
    // An update of tags or logging makes a version, too.
    if (differences(detail, now).length > 0 || isOverwritten(detail, now))
      return compared(application, version, detail, now);
    version = detail.ApplicationVersionUpdatedFrom;
  }
  throw new RecoveryRefusedError(
    `${application} has no earlier version with other code or settings: there is nothing to roll back to. To go back to an older state: kda restore ${application} --before TIME. Nothing was changed.`,
  );
}

function compared(
  application: string,
  version: number,
  detail: ApplicationDetail,
  now: ApplicationDetail,
): CodeVersion {
  const from = now.ApplicationVersionId ?? 0;
  const different = differences(detail, now);
  if (isOverwritten(detail, now)) {
    throw new RecoveryRefusedError(
      `The code of version ${version} of ${application} was overwritten: the present version ${from} has the same key in S3, and other bytes (MD5 ${codeFacts(now).md5}, then ${codeFacts(detail).md5}). Deploy the earlier build under a key of its own instead. To go back to an older state: kda restore ${application} --before TIME. Nothing was changed.`,
    );
  }
  if (different.length === 0) {
    throw new RecoveryRefusedError(
      `${application} runs the code and settings of version ${version} already (as version ${from}): there is nothing to roll back. To go back to an older state: kda restore ${application} --before TIME. To another version: kda rollback ${application} --code VERSION. Nothing was changed.`,
    );
  }
  if (different.includes('code') && !codeLocation(detail)) {
    throw new RecoveryRefusedError(
      `The code of version ${version} of ${application} does not lie in S3. Nothing was changed.`,
    );
  }
  return { version, from, detail, differences: different };
}

/** True for other bytes at the same place, which no update brings back. */
function isOverwritten(detail: ApplicationDetail, now: ApplicationDetail): boolean {
  const [before, after] = [codeLocation(detail), codeLocation(now)];
  if (!before || before.objectVersion || JSON.stringify(before) !== JSON.stringify(after)) return false;
  return isOverwrittenBy(codeFacts(detail), codeFacts(now));
}

async function present(client: KinesisAnalyticsV2Client, application: string): Promise<ApplicationDetail> {
  const { ApplicationDetail: detail } = await client.send(
    new DescribeApplicationCommand({ ApplicationName: application }),
  );
  if (!detail) throw new Error(`The service did not describe ${application}.`);
  return detail;
}

/** A version as the service describes it; undefined: there is none of that number. */
export async function describeVersion(
  client: KinesisAnalyticsV2Client,
  application: string,
  version: number,
): Promise<ApplicationDetail | undefined> {
  try {
    const { ApplicationVersionDetail } = await client.send(
      new DescribeApplicationVersionCommand({ ApplicationName: application, ApplicationVersionId: version }),
    );
    return ApplicationVersionDetail;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
