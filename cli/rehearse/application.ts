import { createHash, type Hash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ApplicationDetail,
  DescribeApplicationCommand,
  type KinesisAnalyticsV2Client,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { PropertyGroup } from '../../packages/managed-flink/src/flink-cluster/cluster-home';
import { clusterFolders } from '../../packages/managed-flink/src/flink-cluster/flink-config';
import { applicationState } from '../../packages/managed-flink/src/model/application';
import { UsageError } from '../../tools/command';
import { UndeterminedError } from '../../tools/undetermined-error';
import { ANSWER_TIME } from '../answer-time';
import { PROJECT } from '../checkout';
import { namingWhatIsMissing } from '../missing-name';
import { codeFacts, compareBytes, objectFacts, type Sameness } from '../recovery/code-bytes';
import { type CodeLocation, codeLocation } from '../recovery/code-update';
import { describeVersion } from '../recovery/code-version';
import { isFolder, savepointFolder } from './given-state';
import type { Code, GivenState } from './rehearse';

/** An application, or one of its versions, as a job on this machine needs it. */
export interface KnownApplication {
  readonly name: string;
  readonly detail: ApplicationDetail;
  readonly propertyGroups: readonly PropertyGroup[];
  readonly parallelism: number;
}

/** @throws UsageError when the application, or the version, is not there. */
export async function describeApplication(
  client: KinesisAnalyticsV2Client,
  application: string,
  version: number | undefined,
): Promise<KnownApplication> {
  const { ApplicationDetail: present } = await namingWhatIsMissing(client, { application }, () =>
    client.send(new DescribeApplicationCommand({ ApplicationName: application })),
  );
  const detail = version === undefined ? present : await describeVersion(client, application, version);
  if (!detail)
    throw new UsageError(
      `${application} has no version ${version}: it is at version ${present?.ApplicationVersionId}.`,
    );
  const { EnvironmentPropertyDescriptions, FlinkApplicationConfigurationDescription: flink } =
    detail.ApplicationConfigurationDescription ?? {};
  const groups = EnvironmentPropertyDescriptions?.PropertyGroupDescriptions ?? [];
  return {
    name: application,
    detail,
    propertyGroups: groups.map(({ PropertyGroupId = '', PropertyMap = {} }) => ({ PropertyGroupId, PropertyMap })),
    parallelism: flink?.ParallelismConfigurationDescription?.Parallelism ?? 1,
  };
}

/** Fetches the code of a version. @throws UndeterminedError when it is not in S3 any more, or was overwritten there. */
export async function fetchVersion({ detail }: KnownApplication, given: string, folder: string): Promise<Code> {
  const location = codeLocation(detail);
  if (!location) throw new UsageError(`The code of version ${given} does not lie in S3.`);
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const s3 = new S3Client({ ...ANSWER_TIME, forcePathStyle: true, followRegionRedirects: true });
  const jar = join(folder, `version-${given}.jar`);
  const md5 = createHash('md5');
  let object: GetObjectCommandOutput;
  try {
    object = await s3.send(
      new GetObjectCommand({
        Bucket: location.bucketArn.split(':::').at(-1) ?? '',
        Key: location.key,
        ...(location.objectVersion && { VersionId: location.objectVersion }),
      }),
    );
    if (!(object.Body instanceof Readable)) throw new Error('an empty answer');
    await pipeline(object.Body, hashing(md5), createWriteStream(jar));
  } catch (cause) {
    const because = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new UndeterminedError(
      `The code of version ${given} can't be fetched from ${location.key} (${because}). Name its JAR.`,
      { cause },
    );
  }
  requireSameBytes(
    given,
    location,
    compareBytes(codeFacts(detail), { ...objectFacts(object), md5: md5.digest('hex') }),
  );
  return { given, kind: 'version', jar, commit: null };
}

function requireSameBytes(given: string, { key, objectVersion }: CodeLocation, sameness: Sameness): void {
  // S3 never changes the bytes of an object version.
  if (objectVersion !== undefined || sameness.kind === 'same') return;
  const what =
    sameness.kind === 'other'
      ? `${key} is not the code of version ${given}: it was overwritten (${sameness.because}).`
      : `Whether ${key} is the code of version ${given} is not known: ${sameness.because}.`;
  throw new UndeterminedError(`${what} Name the JAR of that version.`);
}

/** Passes bytes on, and takes them into a hash. */
function hashing(hash: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

/** Savepoint that `--state` names. @throws UsageError when it is not there, or can't be read from here. */
export function readState(given: string, application: string | undefined, data = LOCAL_DATA): GivenState {
  if (isFolder(given)) return savepointFolder('--state', given);
  if (application === undefined) {
    throw new UsageError(`--state ${given} is no folder; to name a snapshot, add --application NAME.`);
  }
  return localSnapshot(application, given, data);
}

/** Folder in which the local cloud of this checkout keeps its applications. */
const LOCAL_DATA = join(PROJECT, '.local', 'cloud', 'managed-flink');

/**
 * Savepoint of a snapshot of the local cloud: `latest`, a name, or a part that only one has.
 *
 * @throws UsageError for a snapshot that is not there or not READY, and on AWS.
 */
export function localSnapshot(application: string, given: string, data = LOCAL_DATA): GivenState {
  if (!process.env.AWS_ENDPOINT_URL && !process.env.AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2) {
    throw new UsageError(
      `Snapshot ${given} can't be restored here: on AWS the service keeps savepoints for itself. Name the folder of a savepoint, such as one of a test environment; kda rehearse without --state lets the old code make the state.`,
    );
  }
  const file = join(data, `${application}.application.json`);
  if (!existsSync(file)) {
    throw new UsageError(
      `The savepoints of ${application} are not on this machine: ${file} is missing. Name the folder of a savepoint.`,
    );
  }
  const ready = applicationState
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .snapshots.all()
    .filter(({ status }) => status === 'READY');
  const named = ready.filter(({ name }) => name === given);
  const fitting =
    given === 'latest' ? ready.slice(-1) : named.length > 0 ? named : ready.filter(({ name }) => name.includes(given));
  const [found, ...others] = fitting;
  if (!found || others.length > 0) {
    const word = found ? `${fitting.length} READY snapshots` : 'no READY snapshot';
    throw new UsageError(`${application} has ${word} with "${given}" in the name.`);
  }
  if (found.location === undefined) {
    throw new UsageError(
      `Snapshot ${found.name} has no savepoint: the local cloud runs without Flink (--engine simulated).`,
    );
  }
  const folder = join(clusterFolders(join(data, `${application}.flink`)).snapshots, found.location);
  if (!existsSync(join(folder, '_metadata')))
    throw new UsageError(`Snapshot ${found.name} has no _metadata in ${folder}: it is no complete savepoint.`);
  return { kind: 'snapshot', given: found.name, folder };
}
