import { join, relative, resolve } from 'node:path';
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from 'cdktf';
import type { Settings } from '../../config/schema/settings';

const PROJECT = resolve(__dirname, '../..');

/** Configures the state of this stack by the setting `state`, separately for each stack of each environment. */
export function useBackend(stack: TerraformStack, { state, environment }: Settings): void {
  const stackId = stack.node.id;
  switch (state.kind) {
    case 'local':
      new LocalBackend(stack, { path: localPath(stack, join(state.directory, environment, `${stackId}.tfstate`)) });
      return;
    case 's3':
      new S3Backend(stack, {
        bucket: state.bucket,
        key: `${state.keyPrefix}/${environment}/${stackId}.tfstate`,
        region: state.region,
        // Without a key `encrypt` would ask for AES256, also where the bucket's own default is KMS; without both S3 encrypts
        // by that default, and since 2023 every bucket has one.
        ...(state.kmsKeyId ? { encrypt: true, kmsKeyId: state.kmsKeyId } : {}),
      });
      // cdktf 0.21 has no property for it. A lock object beside the state: no DynamoDB table is needed for locking.
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
      return;
    case 'terraform-cloud':
      new CloudBackend(stack, {
        hostname: state.hostname,
        organization: state.organization,
        workspaces: new NamedCloudWorkspace(`${state.workspacePrefix}-${environment}-${stackId}`),
      });
      return;
  }
}

/**
 * Path of a local state, relative to the folder in which Terraform runs (`cdktf.out/stacks/<stack>`), so that the JSON
 * is the same in every clone; outside of `cdktf.out`, which cdktf may empty.
 */
function localPath(stack: TerraformStack, file: string): string {
  const runsIn = resolve(App.of(stack).outdir, 'stacks', stack.node.id);
  return relative(runsIn, resolve(PROJECT, file)).replaceAll('\\', '/');
}
