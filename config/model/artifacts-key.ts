import { bucketArn, type Place } from '../../tools/partition';
import { keyChoice } from '../schema/security-settings';
import type { Settings } from '../schema/settings';
import type { Statement } from './iam-policy';
import { through } from './key-users';

/** Rights of a role to read encrypted objects of the artifacts bucket, only through S3; none with AWS's own key. */
export function artifactsKeyStatements(account: Place, bucket: string, security: Settings['security']): Statement[] {
  const choice = keyChoice(security, 'bucket');
  if (choice === 'aws') return [];
  const statement = { sid: 'DecryptCode', actions: ['kms:Decrypt'] };
  const throughS3 = through('s3', account.region);
  if (choice !== 'managed') return [{ ...statement, resources: [choice], conditions: throughS3 }];
  return [
    {
      ...statement,
      resources: [`arn:${account.partition}:kms:${account.region}:${account.id}:key/*`],
      wildcardReason:
        'Another stack creates the key, and its plan is not awaited: only what S3 encrypted for this bucket can be decrypted.',
      // No condition on the key's alias: a new alias may take five minutes to apply, and the first deployment would fail.
      // The encryption context is the bucket with a bucket key, else the object.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
      conditions: {
        StringLike: {
          ...throughS3.StringLike,
          'kms:EncryptionContext:aws:s3:arn': [bucketArn(account, bucket), bucketArn(account, bucket, '*')],
        },
      },
    },
  ];
}
