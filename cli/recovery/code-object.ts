import { parse } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { type CodeFacts, compareBytes, objectFacts } from './code-bytes';
import type { CodeLocation } from './code-update';
import type { KeptBuild } from './planned-code';

/** Result of the search for an earlier version's code. */
export type FoundCode =
  | { readonly kind: 'there' }
  /** Terraform deleted its copy; the history of builds has the same bytes. */
  | { readonly kind: 'kept'; readonly build: KeptBuild }
  | { readonly kind: 'gone' }
  /** The key holds other bytes. */
  | { readonly kind: 'overwritten'; readonly because: string }
  /** The key was written after the version was made: it may hold other bytes. */
  | { readonly kind: 'written-later'; readonly because: string }
  | { readonly kind: 'not-checked'; readonly because: string };

/** Folder of the artifacts bucket that keeps builds for 90 days, as versions of one object a file (D-009). */
const HISTORY = 'history/';
/** Builds that are looked at, newest first. */
const MOST_BUILDS = 200;

/**
 * Looks for the code of an earlier version, and whether it is still that code. Whoever may not look is no reason against
 * a rollback: the service may.
 */
export async function findCode(
  s3: S3Client,
  { bucketArn, key, objectVersion }: CodeLocation,
  code: CodeFacts = {},
): Promise<FoundCode> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  const Bucket = bucketOf(bucketArn);
  try {
    const there = await s3.send(
      new HeadObjectCommand({ Bucket, Key: key, ...(objectVersion ? { VersionId: objectVersion } : {}) }),
    );
    // S3 never changes the bytes of an object version.
    const sameness = objectVersion ? undefined : compareBytes(code, objectFacts(there));
    if (sameness?.kind === 'other') return { kind: 'overwritten', because: sameness.because };
    if (sameness?.kind === 'later') return { kind: 'written-later', because: sameness.because };
    return { kind: 'there' };
  } catch (error) {
    if (!isMissing(error)) return { kind: 'not-checked', because: textOf(error) };
  }
  try {
    const build = await findBuild(s3, Bucket, parse(key).name.split('-').at(-1) ?? '');
    return build ? { kind: 'kept', build } : { kind: 'gone' };
  } catch (error) {
    return { kind: 'not-checked', because: textOf(error) };
  }
}

/** Copies a kept build to the place where an application version expects it. */
export async function bringBackObject(s3: S3Client, { bucketArn, key }: CodeLocation, build: KeptBuild): Promise<void> {
  const { CopyObjectCommand } = await import('@aws-sdk/client-s3');
  const Bucket = bucketOf(bucketArn);
  const CopySource = `${Bucket}/${build.key}?versionId=${encodeURIComponent(build.versionId)}`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: key, CopySource }));
}

async function findBuild(s3: S3Client, Bucket: string, hash: string): Promise<KeptBuild | undefined> {
  const { HeadObjectCommand, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  const { Versions = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: HISTORY, MaxKeys: MOST_BUILDS }),
  );
  for (const { Key, VersionId } of Versions) {
    if (!Key || !VersionId || hash.length < 8) continue;
    const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId }));
    if (Metadata?.sha256?.startsWith(hash)) return { key: Key, versionId: VersionId };
  }
  return undefined;
}

function bucketOf(arn: string): string {
  return arn.split(':::').at(-1) ?? arn;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NotFound', 'NoSuchKey', 'NoSuchVersion'].includes(error.name);
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
