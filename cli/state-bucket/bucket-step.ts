import type { S3Client } from '@aws-sdk/client-s3';

/** Bucket in the settings, and its owner. */
export interface WantedBucket {
  readonly bucket: string;
  readonly region: string;
  readonly keyPrefix: string;
  /** Key id, ARN or alias; without one S3's own keys encrypt. */
  readonly kmsKeyId?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Settings file, for messages: `config/production.json`. */
  readonly settingsFile: string;
  /** Account of the credentials: every call requires a bucket of this account. */
  readonly account: string;
  /** Partition: `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
}

/** State found by a step, and the change it would make. */
export type Finding =
  /** Finding: as it should be, or stricter. */
  | { readonly is: 'already'; readonly message: string }
  /** Finding: different on purpose, so it stays. */
  | { readonly is: 'left'; readonly message: string }
  /** Finding: different on purpose, so it stays, but it would lose the state. */
  | { readonly is: 'danger'; readonly message: string }
  | {
      readonly is: 'to-change';
      /** Subject before "was" or "would be": `Versioning`. */
      readonly what: string;
      /** Change: `switched on; it was off` */
      readonly change: string;
      apply(): Promise<unknown>;
    };

/** Property of the bucket: checked first, changed only when it differs, never weakened. */
export interface BucketStep {
  readonly name: string;
  /** IAM actions for checking and changing it. */
  readonly rights: readonly string[];
  /**
   * Checks the property.
   *
   * @param exists false: the bucket does not exist yet and is assumed to be as S3 creates a new one.
   */
  look(s3: S3Client, wanted: WantedBucket, exists: boolean): Promise<Finding>;
}

/** Builds a step from three parts: the state in a new bucket, the reading, and the judgement. */
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

/**
 * Parameters of every call: if the bucket no longer belongs to this account, S3 refuses instead of answering for
 * somebody else's.
 */
export interface Target {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}
