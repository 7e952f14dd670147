import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { JobError, messageOf } from '../errors';
import type { S3Location } from '../model/configuration';
import type { CodeDescription } from './engine';

/** A JAR on this machine. */
export interface Code extends CodeDescription {
  readonly file: string;
}

export interface CodeStoreOptions {
  /** Folder of the cache. */
  readonly directory: string;
  /** Region of the S3 that is asked; local ones keep the buckets of each region apart. */
  readonly region: string;
  /** Used instead of whatever is asked for. */
  readonly jarFile?: string;
  readonly s3Endpoint?: string;
  /** None: the SDK's own rules. */
  readonly s3Credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const indexSchema = z.record(
  z.string(),
  z.object({ etag: z.string(), sha256: z.string(), md5: z.string(), sizeBytes: z.int() }),
);

/** Fetches application code from S3, once for each content. */
export class CodeStore {
  readonly #s3: S3Client;

  private constructor(
    private readonly options: CodeStoreOptions,
    private readonly index: z.infer<typeof indexSchema>,
  ) {
    this.#s3 = new S3Client({
      endpoint: options.s3Endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL,
      region: options.region,
      credentials: options.s3Credentials,
      // Local S3 servers have no host name for each bucket.
      forcePathStyle: true,
    });
  }

  static async open(options: CodeStoreOptions): Promise<CodeStore> {
    await mkdir(options.directory, { recursive: true });
    return new CodeStore(options, await readIndex(join(options.directory, 'index.json')));
  }

  /** The code as it is in S3 now. Error: JobError when there is none, or S3 does not answer. */
  async fetch(location: S3Location): Promise<Code> {
    if (this.options.jarFile !== undefined) return describeFile(this.options.jarFile);
    try {
      return await this.#fetchFromS3(location);
    } catch (error) {
      throw new JobError(`${nameOf(location)}: ${await this.#whyMissing(location, error)}`);
    }
  }

  /** The code as it was fetched last; from S3 if it never was. Error: JobError. */
  async fetchKnown(location: S3Location): Promise<Code> {
    if (this.options.jarFile !== undefined) return this.fetch(location);
    const known = this.index[nameOf(location)];
    const code = known && { ...known, file: this.#cacheFile(known.sha256) };
    return code && (await exists(code.file)) ? code : this.fetch(location);
  }

  async #fetchFromS3(location: S3Location): Promise<Code> {
    const name = nameOf(location);
    const object = { Bucket: bucketOf(location), Key: location.fileKey, VersionId: location.objectVersion };
    const { ETag: etag = '' } = await this.#s3.send(new HeadObjectCommand(object));
    const known = this.index[name];
    if (known?.etag === etag && (await exists(this.#cacheFile(known.sha256)))) {
      return { ...known, file: this.#cacheFile(known.sha256) };
    }
    const { Body } = await this.#s3.send(new GetObjectCommand(object));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = this.#cacheFile(sha256);
    await writeWhole(file, bytes);
    const found = { etag, sha256, md5: md5Of(bytes), sizeBytes: bytes.length };
    this.index[name] = found;
    await writeWhole(join(this.options.directory, 'index.json'), JSON.stringify(this.index, null, 2));
    return { ...found, file };
  }

  /** S3 answers a HEAD without a body, so what is missing must be found out: bucket, object, or its version. */
  async #whyMissing(location: S3Location, error: unknown): Promise<string> {
    const status = statusOf(error);
    const isMissing = status === 404 || (status === 400 && location.objectVersion !== undefined);
    const bucket = bucketOf(location);
    if (status === 403) return `S3 does not allow to read it (403)`;
    if (!isMissing) return `${error instanceof Error ? `${error.name}: ` : ''}${messageOf(error)}`;
    const isThere = (asked: Promise<unknown>) =>
      asked.then(
        () => true,
        (thrown: unknown) => statusOf(thrown) !== 404,
      );
    if (!(await isThere(this.#s3.send(new HeadBucketCommand({ Bucket: bucket }))))) {
      return `bucket ${bucket} does not exist`;
    }
    const object = { Bucket: bucket, Key: location.fileKey };
    if (location.objectVersion !== undefined && (await isThere(this.#s3.send(new HeadObjectCommand(object))))) {
      return `version ${location.objectVersion} of object ${location.fileKey} does not exist in bucket ${bucket}`;
    }
    return `object ${location.fileKey} does not exist in bucket ${bucket}`;
  }

  #cacheFile(sha256: string): string {
    return join(this.options.directory, `${sha256}.jar`);
  }
}

/** The HTTP status of an error of S3; undefined when S3 did not answer. */
function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

async function readIndex(file: string): Promise<z.infer<typeof indexSchema>> {
  if (!(await exists(file))) return {};
  const index = indexSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  // It is a cache: what cannot be read is fetched again.
  return index.success ? index.data : {};
}

async function describeFile(file: string): Promise<Code> {
  try {
    const bytes = await readFile(file);
    return { file, md5: md5Of(bytes), sizeBytes: bytes.length };
  } catch (error) {
    throw new JobError(`The JAR ${file} cannot be read: ${messageOf(error)}`);
  }
}

function bucketOf(location: S3Location): string {
  return location.bucketArn.slice(location.bucketArn.lastIndexOf(':') + 1);
}

function nameOf(location: S3Location): string {
  const version = location.objectVersion === undefined ? '' : `?versionId=${location.objectVersion}`;
  return `s3://${bucketOf(location)}/${location.fileKey}${version}`;
}

function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

let writes = 0;

async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  // Two fetches of the same code at once must not write into one file.
  writes += 1;
  const aside = `${file}.${process.pid}.${writes}.new`;
  await writeFile(aside, content);
  await rename(aside, file);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
