import { parameterName, readParameter } from '../config/model/deployment-parameter';
import type { Settings } from '../config/schema/settings';
import { nearNames } from '../lambda-src/snapshot-manager/domain/near-names';
import { talk } from '../tools/talk';
import { UndeterminedError } from '../tools/undetermined-error';
import { CheckoutMissingError, isCheckout } from './checkout';
import { type Deployment, deploymentOf } from './deployment';
import type { DeploymentChoice } from './deployment-options';
import type { DeploymentParameters, FoundParameter } from './deployment-parameters';
import { headline } from './headline';
import { callerIdentity, type Identity } from './identity';
import { otherRegionWarning, shellRegion } from './region';

/** Surroundings of a command: a checkout or none, settings, the shell's region, and the parameters in AWS. */
export interface Surroundings {
  readonly isCheckout: boolean;
  readonly loadSettings: (environment?: string) => Promise<Settings>;
  readonly shell: ReturnType<typeof shellRegion>;
  readonly openParameters: (region: string | undefined) => Promise<DeploymentParameters>;
  readonly identity: (region: string | undefined) => Promise<Identity | undefined>;
  readonly now: () => Date;
  readonly say: (line: string) => void;
}

const OURS: Surroundings = {
  isCheckout: isCheckout(),
  // Without a checkout there are no settings, and nothing that reads them could be loaded.
  loadSettings: async (environment) => (await import('../config/load-settings')).loadSettings(environment),
  shell: shellRegion(),
  openParameters: async (region) => (await import('./deployment-parameters')).openParameters(region),
  identity: callerIdentity,
  now: () => new Date(),
  say: talk,
};

/** Error for a deployment that was not found, or that is not the only one. */
export class DeploymentNotFoundError extends UndeterminedError {
  override readonly name = 'DeploymentNotFoundError';
}

/**
 * Finds the deployment to work on, and prints which one it is: that of the named environment; the named one by its
 * parameter in AWS; in a checkout that of KDA_ENVIRONMENT; else the only one of account and region. Its region is the
 * shell's, if that sets one.
 *
 * @throws DeploymentNotFoundError when there is none or more than one, with what to do.
 * @throws DeploymentParameterError when a newer version deployed it.
 */
export async function findDeployment(
  choice: DeploymentChoice = {},
  surroundings: Surroundings = OURS,
): Promise<Deployment> {
  const { shell, say, now } = surroundings;
  const asked = shell && surroundings.identity(shell.region);
  const found = await chosen(choice, surroundings);
  const deployment = { ...found, region: shell?.region ?? found.region };
  const identity = await (asked ?? surroundings.identity(deployment.region));
  say(headline({ deployment, region: deployment.region, ...(identity && { identity }) }, now()));
  const warning = otherRegionWarning(found, shell);
  if (warning !== undefined) say(warning);
  return deployment;
}

async function chosen(choice: DeploymentChoice, surroundings: Surroundings): Promise<Deployment> {
  const { environment, deployment } = choice;
  if (environment !== undefined && !surroundings.isCheckout) {
    throw new CheckoutMissingError(
      `--env ${environment} needs a checkout of the project, which has config/${environment}.json. Without one use --deployment NAME, or neither if account and region have one deployment.`,
    );
  }
  if (surroundings.isCheckout && deployment === undefined) {
    return deploymentOf(await surroundings.loadSettings(environment));
  }
  const parameters = await opened(surroundings);
  const parameter = deployment === undefined ? await onlyOne(parameters) : await named(deployment, parameters);
  return readParameter(parameterName(parameter.deployment), parameter.text, parameter.accountId);
}

async function opened({ openParameters, shell }: Surroundings): Promise<DeploymentParameters> {
  try {
    return await openParameters(shell?.region);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('Region is missing'))) throw error;
    throw new DeploymentNotFoundError(
      'No region is set, so no deployment can be looked for. Set AWS_REGION to that of the deployment, such as eu-west-1.',
      { cause: error },
    );
  }
}

async function onlyOne(parameters: DeploymentParameters): Promise<FoundParameter> {
  const all = await parameters.all();
  const [only, ...others] = all;
  if (only === undefined) throw none(parameters);
  if (others.length === 0) return only;
  throw new DeploymentNotFoundError(
    `Region ${parameters.region} has ${all.length} deployments: ${namesOf(all).join(', ')}. Choose one with --deployment NAME.`,
  );
}

async function named(deployment: string, parameters: DeploymentParameters): Promise<FoundParameter> {
  const parameter = await parameters.of(deployment);
  if (parameter !== undefined) return parameter;
  // Who may read one parameter need not have the right to list them.
  const names = namesOf(await parameters.all().catch(() => []));
  const near = names.length === 0 ? '' : ` Most similar: ${nearNames(deployment, names).join(', ')}.`;
  throw new DeploymentNotFoundError(
    `Region ${parameters.region} has no deployment ${deployment}.${near} Correct the name, or set AWS_REGION to its region.`,
  );
}

function none({ region }: DeploymentParameters): DeploymentNotFoundError {
  return new DeploymentNotFoundError(
    `Region ${region} has no deployment: there is no parameter below /kda-snapshots. Set AWS_REGION to the region of the deployment, or AWS_PROFILE to its account; a deployment of an earlier version gets its parameter when its snapshots stack is deployed again.`,
  );
}

function namesOf(parameters: readonly FoundParameter[]): string[] {
  return parameters.map(({ deployment }) => deployment);
}
