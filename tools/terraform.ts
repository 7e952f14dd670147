import { existsSync } from 'node:fs';
import { answerOf } from './processes/answer-of';

/**
 * Lowest versions. Terraform 1.11 is the first with a stable S3 lock file (`use_lockfile`). OpenTofu has it since 1.10,
 * but 1.10 and 1.11 apply the stacks' `required_version >= 1.11` to themselves; later ones take it to mean Terraform.
 */
const LOWEST = { Terraform: [1, 11], OpenTofu: [1, 11] } as const;

export interface Terraform {
  /** Program to run; cdktf gets it as TERRAFORM_BINARY_NAME. */
  readonly binary: string;
  readonly product: keyof typeof LOWEST;
  readonly version: string;
}

export class TerraformMissingError extends Error {
  override readonly name = 'TerraformMissingError';
}

/**
 * Finds the Terraform (or OpenTofu) to use: TERRAFORM_BINARY_NAME when set, else `terraform`, else `tofu`, from PATH.
 *
 * @throws TerraformMissingError when none is found or it is too old, with what to install.
 */
export function findTerraform(environment: NodeJS.ProcessEnv = process.env): Terraform {
  const asked = environment.TERRAFORM_BINARY_NAME;
  const found = (asked ? [asked] : ['terraform', 'tofu']).map((binary) => inspect(binary, environment)).find(Boolean);
  if (!found) {
    throw new TerraformMissingError(
      `${asked ?? 'Terraform'} was not found on PATH. Install Terraform 1.11 or newer (or OpenTofu 1.11 or newer).`,
    );
  }
  if (!isNewEnough(found.product, found.version)) {
    const [major, minor] = LOWEST[found.product];
    throw new TerraformMissingError(
      `${found.product} is ${found.version}, expected ${major}.${minor} or newer. Install a newer one.`,
    );
  }
  return found;
}

/**
 * Finds every installed engine that is new enough, that of `findTerraform` first. For tests that apply to all of them.
 *
 * @throws TerraformMissingError when there is none at all.
 */
export function findEngines(environment: NodeJS.ProcessEnv = process.env): Terraform[] {
  const first = findTerraform(environment);
  const others = ['terraform', 'tofu'].flatMap((binary) => inspect(binary, environment) ?? []);
  const other = others.find(({ product, version }) => product !== first.product && isNewEnough(product, version));
  return other ? [first, other] : [first];
}

/**
 * Environment without a TF_CLI_CONFIG_FILE that names a missing file (Terraform would warn at every step), and without
 * the version checks of Terraform and cdktf against HashiCorp's servers.
 */
export function quietTerraform(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: configFile, ...rest } = environment;
  return {
    ...rest,
    ...(configFile && existsSync(configFile) ? { TF_CLI_CONFIG_FILE: configFile } : {}),
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1', // cdktf's own: it fails aloud where there is no network
    TF_IN_AUTOMATION: '1',
  };
}

function inspect(binary: string, environment: NodeJS.ProcessEnv): Terraform | undefined {
  // None: not on PATH, or not a program that can say its version. The next candidate is tried.
  const answer = answerOf(binary, ['version'], { environment: quietTerraform(environment) });
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/.exec(answer?.stdout ?? '');
  if (!match) return undefined;
  return { binary, product: match[1] === 'OpenTofu' ? 'OpenTofu' : 'Terraform', version: match[2] ?? '' };
}

function isNewEnough(product: Terraform['product'], version: string): boolean {
  const [major, minor] = LOWEST[product];
  const [theMajor = 0, theMinor = 0] = version.split('.').map(Number);
  return theMajor > major || (theMajor === major && theMinor >= minor);
}
