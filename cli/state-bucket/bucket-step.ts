import type { S3Client } from '@aws-sdk/client-s3';

/** The bucket that the settings ask for, and whose it is. */
export interface WantedBucket {
  readonly bucket: string;
  readonly region: string;
  readonly keyPrefix: string;
  /** Key id, ARN or alias; without one S3's own keys encrypt. */
  readonly kmsKeyId?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The file of the settings, for messages: `config/production.json`. */
  readonly settingsFile: string;
  /** The account of the credentials in use: every call says that it means a bucket of this account. */
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
}

/** What a step found, and what it would change. */
export type Finding =
  /** As it should be, or stricter. */
  | { readonly is: 'already'; readonly message: string }
  /** Different on purpose of somebody's, so it stays. */
  | { readonly is: 'left'; readonly message: string }
  /** Somebody's as well, so it stays; but the state would be lost by it. */
  | { readonly is: 'danger'; readonly message: string }
  | {
      readonly is: 'to-change';
      /** One thing, before "was" or "would be": `Versioning`. */
      readonly what: string;
      /** `switched on; it was off` */
      readonly change: string;
      apply(): Promise<unknown>;
    };

/** One property of the bucket: looked at first, changed only when it differs, never made weaker. */
export interface BucketStep {
  readonly name: string;
  /** IAM actions that looking and changing need. */
  readonly rights: readonly string[];
  /** @param exists false: the bucket is not there yet, so it is taken to be as S3 makes a new one. */
  look(s3: S3Client, wanted: WantedBucket, exists: boolean): Promise<Finding>;
}

/** A step from its three parts: how S3 makes it in a new bucket, how it is read, and what is thought of it. */
export function bucketStep<Current>(parts: {
  readonly name: string;
  readonly rights: readonly string[];
  readonly inNewBucket: Current;
  read(s3: S3Client, target: Target): Promise<Current>;
  judge(current: Current, wanted: WantedBucket, s3: S3Client, target: Target): Finding;
}): BucketStep {
  return {
    name: parts.name,
    rights: parts.rights,
    look: async (s3, wanted, exists) => {
      const target = { Bucket: wanted.bucket, ExpectedBucketOwner: wanted.account };
      const current = exists ? await parts.read(s3, target) : parts.inNewBucket;
      return parts.judge(current, wanted, s3, target);
    },
  };
}

/** In every call: if the bucket is no longer of this account, S3 refuses instead of answering for somebody else's. */
export interface Target {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}
