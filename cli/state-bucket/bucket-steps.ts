import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import { type BucketStep, bucketStep } from './bucket-step';
import { lifecycle, tlsOnly } from './merging-steps';
import { isS3Error } from './s3-error';

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const;

const versioning = bucketStep<string | undefined>({
  name: 'versioning',
  rights: ['s3:GetBucketVersioning', 's3:PutBucketVersioning'],
  inNewBucket: undefined,
  read: async (s3, target) => (await s3.send(new GetBucketVersioningCommand(target))).Status,
  judge: (status, _wanted, s3, target) =>
    status === 'Enabled'
      ? { is: 'already', message: 'Versioning is on.' }
      : {
          is: 'to-change',
          what: 'Versioning',
          change: `switched on; it was ${status ? 'suspended' : 'off'}`,
          apply: () =>
            s3.send(new PutBucketVersioningCommand({ ...target, VersioningConfiguration: { Status: 'Enabled' } })),
        },
});

const encryption = bucketStep<ServerSideEncryptionRule | undefined>({
  name: 'encryption',
  rights: ['s3:GetEncryptionConfiguration', 's3:PutEncryptionConfiguration'],
  // Since January 2023 every new bucket is: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
  inNewBucket: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
  read: async (s3, target) => {
    try {
      const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand(target));
      return ServerSideEncryptionConfiguration?.Rules?.[0];
    } catch (error) {
      if (isS3Error(error, 'ServerSideEncryptionConfigurationNotFoundError')) return undefined;
      throw error;
    }
  },
  judge: (rule, { kmsKeyId }, s3, target) => {
    const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    const withKms = algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse';
    const shown = key ?? 'the account’s own key for S3';
    if (withKms && kmsKeyId !== undefined && key !== undefined && !isSameKey(key, kmsKeyId)) {
      return {
        is: 'left',
        message: `New objects are encrypted with ${key} unless they ask for another key. That stays: Terraform asks for state.kmsKeyId (${kmsKeyId}) with every state that it writes.`,
      };
    }
    if (withKms && (kmsKeyId === undefined || key !== undefined)) {
      return { is: 'already', message: `New objects are encrypted with KMS, with ${shown}.` };
    }
    if (algorithm === 'AES256' && kmsKeyId === undefined) {
      return { is: 'already', message: 'New objects are encrypted with S3’s own keys (AES256).' };
    }
    return {
      is: 'to-change',
      what: 'Encryption of new objects',
      change: `set to ${kmsKeyId === undefined ? 'S3’s own keys (AES256)' : `KMS with ${kmsKeyId}`}; it was ${algorithm ? `${algorithm}${withKms ? ` with ${shown}` : ''}` : 'off'}`,
      apply: () =>
        s3.send(
          new PutBucketEncryptionCommand({
            ...target,
            ServerSideEncryptionConfiguration: {
              Rules: [
                {
                  // What else the rule says (kinds of encryption that are refused) stays.
                  ...rule,
                  ApplyServerSideEncryptionByDefault:
                    kmsKeyId === undefined
                      ? { SSEAlgorithm: 'AES256' }
                      : { SSEAlgorithm: withKms ? algorithm : 'aws:kms', KMSMasterKeyID: kmsKeyId },
                  // One call of KMS for many objects, in place of one for each.
                  ...(kmsKeyId === undefined ? {} : { BucketKeyEnabled: true }),
                },
              ],
            },
          }),
        ),
    };
  },
});

const publicAccess = bucketStep<PublicAccessBlockConfiguration>({
  name: 'public access',
  rights: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  // Since April 2023: https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
  inNewBucket: ALL_BLOCKED,
  read: async (s3, target) => {
    try {
      return (await s3.send(new GetPublicAccessBlockCommand(target))).PublicAccessBlockConfiguration ?? {};
    } catch (error) {
      if (isS3Error(error, 'NoSuchPublicAccessBlockConfiguration')) return {};
      throw error;
    }
  },
  judge: (current, _wanted, s3, target) => {
    const open = [
      ...(current.BlockPublicAcls ? [] : ['BlockPublicAcls']),
      ...(current.IgnorePublicAcls ? [] : ['IgnorePublicAcls']),
      ...(current.BlockPublicPolicy ? [] : ['BlockPublicPolicy']),
      ...(current.RestrictPublicBuckets ? [] : ['RestrictPublicBuckets']),
    ];
    return open.length === 0
      ? { is: 'already', message: 'All public access is blocked.' }
      : {
          is: 'to-change',
          what: 'All public access',
          change: `blocked; ${open.join(', ')} was off`,
          apply: () =>
            s3.send(new PutPublicAccessBlockCommand({ ...target, PublicAccessBlockConfiguration: ALL_BLOCKED })),
        };
  },
});

const ownership = bucketStep<string | undefined>({
  name: 'ownership',
  rights: ['s3:GetBucketOwnershipControls', 's3:PutBucketOwnershipControls'],
  inNewBucket: 'BucketOwnerEnforced',
  read: async (s3, target) => {
    try {
      const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand(target));
      return OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    } catch (error) {
      if (isS3Error(error, 'OwnershipControlsNotFoundError')) return undefined;
      throw error;
    }
  },
  judge: (current, _wanted, s3, target) =>
    current === 'BucketOwnerEnforced'
      ? { is: 'already', message: 'The bucket’s owner owns every object, and access lists do not count.' }
      : {
          is: 'to-change',
          what: 'Ownership of objects',
          change: `set to BucketOwnerEnforced; it was ${current ?? 'not set'}`,
          apply: () =>
            s3.send(
              new PutBucketOwnershipControlsCommand({
                ...target,
                OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
              }),
            ),
        },
});

const tags = bucketStep<ReadonlyMap<string, string>>({
  name: 'tags',
  rights: ['s3:GetBucketTagging', 's3:PutBucketTagging'],
  inNewBucket: new Map(),
  read: async (s3, target) => {
    try {
      const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand(target));
      return new Map(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
    } catch (error) {
      if (isS3Error(error, 'NoSuchTagSet')) return new Map();
      throw error;
    }
  },
  judge: (current, wanted, s3, target) => {
    const missing = Object.entries(wanted.tags).filter(([key]) => !current.has(key));
    const others = Object.entries(wanted.tags).filter(([key, value]) => (current.get(key) ?? value) !== value);
    if (missing.length > 0) {
      const all = [...current, ...missing].map(([Key, Value]) => ({ Key, Value }));
      return {
        is: 'to-change',
        what: 'The set of tags',
        change: `extended by: ${missing.map(([key]) => key).join(', ')}`,
        apply: () => s3.send(new PutBucketTaggingCommand({ ...target, Tagging: { TagSet: all } })),
      };
    }
    if (others.length > 0) {
      const shown = others.map(([key, value]) => `${key} is ${current.get(key)}, in the settings ${value}`);
      return { is: 'left', message: `Tags stay as they are: ${shown.join('; ')}. The bucket may serve others, too.` };
    }
    const count = Object.keys(wanted.tags).length;
    return {
      is: 'already',
      message: count === 0 ? 'The settings have no tags.' : 'The tags of the settings are there.',
    };
  },
});

/** Properties of a bucket for state, in the order of the changes: protection first. */
export const BUCKET_STEPS: readonly BucketStep[] = [
  publicAccess,
  ownership,
  versioning,
  encryption,
  tlsOnly,
  lifecycle,
  tags,
];

/** True for the same key, named by its id, ARN or alias. */
function isSameKey(one: string, other: string): boolean {
  const short = (key: string) => key.replace(/^arn:.*:(?=key\/|alias\/)/, '').replace(/^key\//, '');
  const bothWhole = one.startsWith('arn:') && other.startsWith('arn:');
  return bothWhole ? one === other : short(one) === short(other);
}
