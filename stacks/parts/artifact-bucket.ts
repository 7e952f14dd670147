import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import {
  S3BucketServerSideEncryptionConfigurationA,
  type S3BucketServerSideEncryptionConfigurationRuleA,
} from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, tlsOnly } from '../../config/model/iam-policy';
import { scanException } from '../shared/scan-exceptions';

/** Private bucket: versioned, encrypted, reachable only over TLS. */
export class ArtifactBucket extends Construct {
  readonly bucket: S3Bucket;
  /** Resources that must exist before the first object. */
  readonly protections: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, bucketName: string, keyArn: string | undefined) {
    super(scope, id);
    // forceDestroy: the bucket has only builds of what is in Git, and is destroyed only after the stacks that use it, so
    // emptying it by hand would protect nothing.
    this.bucket = new S3Bucket(this, 'bucket', { bucket: bucketName, forceDestroy: true });
    const bucket = this.bucket.id;

    const noPublicAccess = new S3BucketPublicAccessBlock(this, 'no-public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.protections = [
      noPublicAccess,
      new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } }),
      new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', { bucket, rule: [encryption(keyArn)] }),
      new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } }),
      new S3BucketPolicy(this, 'tls-only', {
        bucket,
        policy: policyDocument([
          tlsOnly(['s3:*'], [this.bucket.arn, `${this.bucket.arn}/*`], 'All objects of this one bucket.'),
        ]),
        // S3 refuses two changes to a bucket's access at the same moment ("OperationAborted").
        dependsOn: [noPublicAccess],
      }),
    ];

    exceptFromScan(this.bucket, keyArn);
  }
}

function encryption(keyArn: string | undefined): S3BucketServerSideEncryptionConfigurationRuleA {
  if (keyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
    // One KMS call for many objects instead of one for each.
    bucketKeyEnabled: true,
  };
}

function exceptFromScan(bucket: S3Bucket, keyArn: string | undefined): void {
  if (keyArn === undefined) {
    scanException(
      bucket,
      'CKV_AWS_145',
      'S3 encrypts it (AES256), and it contains builds of what is in Git. security.keys gives it a key of your own.',
    );
  }
  scanException(
    bucket,
    'CKV_AWS_18',
    'Only deployments write here, and CloudTrail can record them; an access log would need a second bucket to protect.',
  );
  scanException(
    bucket,
    'CKV_AWS_144',
    'Builds can be reproduced from Git to the byte; another region would have its own deployment with its own bucket.',
  );
  scanException(
    bucket,
    'CKV2_AWS_61',
    'It has one: the stack upkeep creates it, by the bucket’s name, so that nothing waits for it.',
  );
  scanException(bucket, 'CKV2_AWS_62', 'Nothing waits for its events: Terraform passes each new key to its users.');
}
