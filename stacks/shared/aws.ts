import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import { deploymentTags } from '../../config/model/deployment-tags';
import type { Settings } from '../../config/schema/settings';

/** Account to which a stack is applied. Id and partition are known at plan time, not at synth time. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** Partition: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
}

/** Sets a stack's region, tags everything in it, and limits the Terraform versions that may run it. */
export function useAws(stack: TerraformStack, settings: Settings): Account {
  // The first Terraform in which the S3 lock file is no longer an experiment.
  stack.addOverride('terraform.required_version', '>= 1.11');
  new AwsProvider(stack, 'aws', {
    region: settings.region,
    // Refused at plan time by the provider, before anything is made in a wrong account.
    allowedAccountIds: settings.accountId === undefined ? undefined : [settings.accountId],
    defaultTags: [{ tags: deploymentTags(settings) }],
  });
  // The classes are made for 6.25.0 and would ask for exactly that one.
  stack.addOverride('terraform.required_providers.aws.version', settings.provider.version);
  return {
    id: new DataAwsCallerIdentity(stack, 'account').accountId,
    region: settings.region,
    partition: new DataAwsPartition(stack, 'partition').partition,
  };
}
