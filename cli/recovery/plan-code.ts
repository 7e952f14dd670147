import type { S3Client } from '@aws-sdk/client-s3';
import { AUDIT } from '../../lambda-src/contract';
import { auditPages } from '../../lambda-src/snapshot-manager/aws/audit-table';
import { describeError } from '../../lambda-src/snapshot-manager/log';
import { auditRow } from '../audit-rows';
import { codeFacts } from './code-bytes';
import { findCode } from './code-object';
import { codeLocation } from './code-update';
import { type CodeVersion, namedVersion, versionBefore } from './code-version';
import { type BeforeRecovery, RecoveryRefusedError } from './plan';
import { lastRollbackOf } from './recovery';
import type { RecoveryWorld } from './world';

/** Wish for earlier code: a version, or the one before the last deployment. */
export type CodeWish = { readonly version: number } | 'before-deployment';

/** Pages of a thousand rows that are searched for the last deployment: about a month of a run every five minutes. */
const MOST_PAGES = 10;
/** Deployments that are looked at: some may have ended before their apply. */
const ENOUGH = 5;

/**
 * Finds the version whose code and settings are to run again, and checks that its code is still there, before anything
 * is stopped.
 *
 * @throws RecoveryRefusedError when there is no such version, it runs already, or its code is gone.
 */
export async function planCode(
  world: RecoveryWorld,
  application: string,
  wish: CodeWish,
  s3: S3Client,
  warn: (line: string) => void,
): Promise<NonNullable<BeforeRecovery['code']>> {
  const found =
    wish === 'before-deployment'
      ? await beforeDeployment(world, application, warn)
      : await namedVersion(world.client, application, wish.version);
  return checked(application, found, s3, warn);
}

async function beforeDeployment(
  world: RecoveryWorld,
  application: string,
  warn: (line: string) => void,
): Promise<CodeVersion> {
  const recorded = await versionsBefore(world, application).catch((error: unknown) => {
    warn(`Warning: the audit table could not be read (${describeError(error)}): the service’s own versions decide.`);
    return [];
  });
  const { createdAt } = await world.api.describeApplication(application);
  const lastRollback = lastRollbackOf((await world.journal.read(application))?.recovery, createdAt);
  return versionBefore(world.client, application, { recorded, lastRollback });
}

/** Versions before the deployments of this application, newest first, not of an earlier one of the same name. */
async function versionsBefore({ recorder, api }: RecoveryWorld, application: string): Promise<number[]> {
  const { audit } = recorder;
  if (!audit) return [];
  const pages = auditPages(audit.dynamo, audit.auditTable, application, {
    pageSize: 1000,
    filter: '#outcome = :deployed',
    names: { '#outcome': AUDIT.outcome },
    values: { ':deployed': { S: 'deployed' } },
  });
  const { createdAt } = await api.describeApplication(application);
  const found: number[] = [];
  let read = 0;
  for await (const items of pages) {
    const rows = items.map(auditRow).filter(({ time }) => createdAt === undefined || time >= createdAt);
    found.push(...rows.flatMap(({ codeVersion }) => (codeVersion === undefined ? [] : [codeVersion])));
    read += 1;
    if (found.length >= ENOUGH || read === MOST_PAGES) break;
  }
  return found;
}

async function checked(
  application: string,
  { version, from, detail, differences }: CodeVersion,
  s3: S3Client,
  warn: (line: string) => void,
): Promise<NonNullable<BeforeRecovery['code']>> {
  const location = codeLocation(detail);
  const planned = {
    ...{ version, from, differences },
    ...(location ? { key: location.key } : {}),
    runtimeEnvironment: detail.RuntimeEnvironment ?? '',
  };
  if (differences.includes('runtime')) {
    warn(
      `Warning: version ${version} runs on ${detail.RuntimeEnvironment}. The service may refuse an earlier runtime for a stopped application (inferred); then it stays stopped, and the output says what to do.`,
    );
  }
  if (!location || !differences.includes('code')) return planned;
  const found = await findCode(s3, location, codeFacts(detail));
  switch (found.kind) {
    case 'there':
      return planned;
    case 'kept':
      return { ...planned, build: found.build };
    case 'gone':
      throw new RecoveryRefusedError(
        `The code of version ${version} of ${application} is gone: ${location.bucketArn} has no ${location.key}, and its history no build of it. Deploy the earlier commit instead: same source, same key. Nothing was changed.`,
      );
    case 'overwritten':
      throw new RecoveryRefusedError(
        `The code of version ${version} of ${application} was overwritten: ${location.bucketArn} has another object at ${location.key} now (${found.because}). Deploy the earlier build under a key of its own instead. Nothing was changed.`,
      );
    case 'written-later':
      warn(
        `Warning: ${location.key} may hold other code than that of version ${version} (${found.because}). Compare it with the earlier build before you agree.`,
      );
      return planned;
    case 'not-checked':
      warn(
        `Warning: whether the code of version ${version} is still at ${location.key} could not be checked (${found.because}). If it is gone, the service refuses it after the stop; then the application stays stopped, and the output says what to do.`,
      );
      return planned;
  }
}
