import { parse } from 'node:path';
import { S3ObjectCopy } from '@cdktf/provider-aws/lib/s3-object-copy';
import { type ITerraformDependable, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { scanException } from '../shared/scan-exceptions';

/** Keys of an application's code in the artifacts bucket. */
export interface CodeKeys {
  /** Copy that the application runs; contains the content's hash. */
  readonly key: string;
  /** Upload of the stack `artifacts`. It may be deleted as soon as the next build is uploaded. */
  readonly upload: string;
}

/**
 * Copy of the code in the application's own stack. Another stack would delete the earlier build before the application
 * is updated, and an application that restarts meanwhile, or whose update fails, needs it. Within one stack Terraform
 * copies the new build, updates the application, and only then deletes the earlier copy.
 *
 * Each build is a resource of its own, not a new key of one. Otherwise, after a failed update, Terraform would have the
 * used copy as "deposed", recreate the same key when the earlier build is deployed again, and then delete the deposed
 * one: the key with all its versions (seen with provider 5.100.0).
 */
export function applicationCode(scope: Construct, bucket: string, { key, upload }: CodeKeys): S3ObjectCopy {
  const copy = new S3ObjectCopy(scope, `code-${buildOf(upload)}`, {
    bucket,
    key,
    source: `${bucket}/${upload}`,
    // No default tags, as for the uploads: S3 allows ten tags an object.
    overrideProvider: { defaultTags: { tags: {} } },
    // Terraform stores it in the state: a removed resource is then destroyed after the application's update.
    lifecycle: { createBeforeDestroy: true },
  });
  scanException(
    copy,
    'CKV_AWS_181',
    'The bucket encrypts it by default: with the key of security.keys, or with that of S3.',
  );
  return copy;
}

/**
 * Marker of the copy that the updated application uses. A failed update leaves it unchanged and dependent on the
 * earlier copy, and Terraform destroys no resource before its dependents are updated. The application itself loses its
 * dependencies when its update fails (seen with Terraform 1.11.4).
 */
export function codeInUse(scope: Construct, application: ITerraformDependable, copy: S3ObjectCopy): void {
  new CodeInUse(scope, 'code-in-use', application, copy);
}

/**
 * Terraform's `terraform_data`. cdktf's own `DataResource` starts this machine's Terraform at each synth to learn its
 * version; here the stack's `required_version` says what is needed.
 */
class CodeInUse extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    application: ITerraformDependable,
    private readonly copy: S3ObjectCopy,
  ) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
      dependsOn: [application, copy],
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: { key: this.copy.key } };
  }
}

/** Build of an upload: its name without folder and extension, which is the hash of the content. */
function buildOf(upload: string): string {
  return parse(upload).name;
}
