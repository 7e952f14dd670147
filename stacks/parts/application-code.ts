import { parse } from 'node:path';
import { S3ObjectCopy } from '@cdktf/provider-aws/lib/s3-object-copy';
import { DataResource, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { scanException } from '../shared/scan-exceptions';

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
 *
 * Each build is a resource of its own, not a new key of one: after an update that failed Terraform would have the copy in
 * use as "deposed", make the same key anew when the earlier build is deployed again, and then delete the deposed one, that
 * is the key with all its versions (seen with provider 5.100.0).
 */
export function applicationCode(scope: Construct, bucket: string, { key, upload }: CodeKeys): S3ObjectCopy {
  const copy = new S3ObjectCopy(scope, `code-${buildOf(upload)}`, {
    bucket,
    key,
    source: `${bucket}/${upload}`,
    // As for the uploads: S3 allows ten tags an object.
    overrideProvider: { defaultTags: { tags: {} } },
    // Terraform remembers it: what is no longer among the resources is destroyed after the application's update.
    lifecycle: { createBeforeDestroy: true },
  });
  scanException(
    copy,
    'CKV_AWS_181',
    'The bucket encrypts it by its default: under the key of security.keys, or under that of S3.',
  );
  return copy;
}

/**
 * Which copy the updated application was made from. An update that fails leaves it as it was, depending on the earlier
 * copy, and Terraform destroys no resource before those that depended on it are updated. The application itself
 * forgets what it depended on when its update fails (seen with Terraform 1.11.4).
 */
export function codeInUse(scope: Construct, application: ITerraformDependable, copy: S3ObjectCopy): DataResource {
  return new DataResource(scope, 'code-in-use', { input: { key: copy.key }, dependsOn: [application, copy] });
}

/** The upload's name without folder and ending: the hash of the content. */
function buildOf(upload: string): string {
  return parse(upload).name;
}
