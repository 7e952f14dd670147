import { join, relative, resolve } from 'node:path';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  App,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  TerraformOutput,
  TerraformStack,
} from 'cdktf';
import type { Construct } from 'constructs';
import { deploymentTags } from '../../config/model/deployment-tags';
import { type Names, namesOf } from '../../config/model/names';
import type { StackId } from '../../config/model/stack-ids';
import type { Settings } from '../../config/schema/settings';

/** Account to which a stack is applied. Id and partition are known at plan time, not at synth time. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** Partition: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
}

/** Stack of a deployment: with its provider, its state, and the account and names that its parts need. */
export abstract class DeploymentStack extends TerraformStack {
  protected readonly account: Account;
  protected readonly names: Names;

  constructor(scope: Construct, id: StackId, settings: Settings) {
    super(scope, id);
    this.account = useAws(this, settings);
    useBackend(this, settings);
    this.names = namesOf(settings);
  }

  /** Adds outputs that a person or a command reads after a deployment, with exactly these names and not sensitive. */
  protected addOutputs(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) {
      new TerraformOutput(this, name, { value, staticId: true });
    }
  }
}

/** Sets a stack's region, tags everything in it, and limits the Terraform versions that may run it. */
function useAws(stack: TerraformStack, settings: Settings): Account {
  // 1.11 is the first version in which S3 lock files are not experimental.
  stack.addOverride('terraform.required_version', '>= 1.11');
  new AwsProvider(stack, 'aws', {
    region: settings.region,
    // The provider refuses another account at plan time, before anything is created there.
    allowedAccountIds: settings.accountId === undefined ? undefined : [settings.accountId],
    defaultTags: [{ tags: deploymentTags(settings) }],
  });
  // The generated classes would require exactly the version they were made for, 6.25.0.
  stack.addOverride('terraform.required_providers.aws.version', settings.provider.version);
  return {
    id: new DataAwsCallerIdentity(stack, 'account').accountId,
    region: settings.region,
    partition: new DataAwsPartition(stack, 'partition').partition,
  };
}

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
        // `encrypt` without a key requests AES256, even if the bucket's default is KMS. Without both, S3 uses that
        // default, which every bucket has since 2023.
        ...(state.kmsKeyId ? { encrypt: true, kmsKeyId: state.kmsKeyId } : {}),
      });
      // A lock object beside the state replaces a DynamoDB table. cdktf 0.21 has no property for it.
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
