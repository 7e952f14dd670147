import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const OVERRIDE_FILE = 'local_override.tf.json';

/** The resource whose prevent_destroy must not stand in the way of taking a local deployment down again. */
export interface ProtectedResource {
  readonly type: string;
  readonly name: string;
}

/**
 * Writes what is different about a local deployment beside a synthesized stack, as a Terraform override file: the
 * stack's own JSON stays the very bytes that go to AWS. https://developer.hashicorp.com/terraform/language/files/override
 *
 * State is a file below `stateFolder`. The provider is told not to look for a real account, to address buckets by path
 * (the gateway has one host name) and to give up soon: its 25 retries would hide a failure for ten minutes.
 */
export function writeLocalOverride(
  stackFolder: string,
  stackId: string,
  stateFolder: string,
  unprotect: readonly ProtectedResource[],
): void {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(
    join(stackFolder, OVERRIDE_FILE),
    `${JSON.stringify(localOverride(resolve(stateFolder, `${stackId}.tfstate`), unprotect), undefined, 2)}\n`,
  );
}

export function localOverride(stateFile: string, unprotect: readonly ProtectedResource[]): object {
  const resource: Record<string, Record<string, object>> = {};
  for (const { type, name } of unprotect) {
    resource[type] = { ...resource[type], [name]: { lifecycle: { prevent_destroy: false } } };
  }
  return {
    terraform: { backend: { local: { path: stateFile } } },
    provider: {
      aws: [
        {
          s3_use_path_style: true,
          skip_credentials_validation: true,
          skip_metadata_api_check: 'true',
          skip_requesting_account_id: true,
          max_retries: 2,
        },
      ],
    },
    ...(unprotect.length > 0 ? { resource } : {}),
  };
}
