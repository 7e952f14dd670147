import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STSClient } from '@aws-sdk/client-sts';
import type { Settings } from '../config/schema/settings';
import type { SynthesizedStack } from '../stacks/synthesis/synthesized-stacks';
import { lookingIn } from './answer-time';

/**
 * Checks for AWS credentials before Terraform runs, whose own message about missing ones hides the remedy. Checks
 * nothing where none are needed here: Terraform Cloud has its own, and a stack may use no AWS provider.
 *
 * @throws CredentialsProviderError, which a command prints as a sentence with the remedy.
 */
export async function ensureCredentials(
  stacks: readonly SynthesizedStack[],
  { region, state }: Pick<Settings, 'region' | 'state'>,
): Promise<void> {
  if (state.kind === 'terraform-cloud' || !stacks.some(usesAws)) return;
  await new STSClient(lookingIn(region)).config.credentials();
}

function usesAws({ folder }: SynthesizedStack): boolean {
  const { provider }: { provider?: object } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  return provider !== undefined && 'aws' in provider;
}
