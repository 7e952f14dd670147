import { S3ObjectCopy } from '@cdktf/provider-aws/lib/s3-object-copy';
import type { Construct } from 'constructs';
import { scanException } from '../scan-exceptions';

/** Where an application's code lies in the artifacts bucket. */
export interface CodeKeys {
  /** What the application is made from; it carries the content's hash. */
  readonly key: string;
  /** What the stack `artifacts` uploads. It may be gone as soon as the next build is uploaded. */
  readonly upload: string;
}

/**
 * A copy of the code that belongs to the application's own stack. Another stack would delete the earlier build before the
 * application is updated, and an application that restarts meanwhile, or whose update fails, needs it. In one stack
 * Terraform copies the new build, updates the application, and only then deletes the earlier copy.
 */
export function applicationCode(scope: Construct, bucket: string, { key, upload }: CodeKeys): S3ObjectCopy {
  const copy = new S3ObjectCopy(scope, 'code', {
    ...{ bucket, key, source: `${bucket}/${upload}` },
    // As for the uploads: S3 allows ten tags an object.
    overrideProvider: { defaultTags: { tags: {} } },
    lifecycle: { createBeforeDestroy: true },
  });
  scanException(
    copy,
    'CKV_AWS_181',
    'The bucket encrypts it by its default: under the key of security.keys, or under that of S3.',
  );
  return copy;
}
