import { environmentsIn, loadSettings } from '../../config/load-settings';
import type { Result } from '../../tools/command';
import { type Deployment, deploymentOf } from '../deployment';
import type { EnvironmentStatus, UnreadEnvironment } from '../documents/status';
import { headline } from '../headline';
import type { DeploymentSafety, Overall } from '../safety/deployment-safety';
import { troubleText } from '../safety/gather/trouble';
import { statusDocumentOf } from '../safety/status-document';
import { askSafety, exitCodeOf, withClients } from './status';
import { statusText } from './status-text';

/** Answer for an environment, or the sentence why there is none. */
interface Answer {
  readonly text: string;
  readonly document: EnvironmentStatus | UnreadEnvironment;
  readonly overall: Overall;
}

/** Surroundings of the question, for tests. */
export interface Checkout {
  readonly environments: () => readonly string[];
  readonly deploymentOf: (environment: string) => Deployment;
  readonly ask: (deployment: Deployment) => Promise<DeploymentSafety>;
}

const OURS = (say: (line: string) => void): Checkout => ({
  environments: () => environmentsIn(),
  deploymentOf: (environment) => deploymentOf(loadSettings(environment)),
  ask: (deployment) =>
    withClients(
      deployment.region,
      (ours) => askSafety(deployment, [], { ...ours, say: (line) => say(`${deployment.environment}: ${line}`) }),
      loadSettings(deployment.environment).profile,
    ),
});

/**
 * Answers for every environment of the checkout, each in the region and with the profile of its own settings. One that can't be read hides no
 * other.
 */
export async function statusOfAll(say: (line: string) => void, checkout: Checkout = OURS(say)): Promise<Result> {
  const answers = await Promise.all(checkout.environments().map((environment) => answerOf(environment, checkout)));
  return {
    document: answers.map(({ document }) => document),
    text: answers.map(({ text }) => text).join('\n\n'),
    exitCode: exitCodeOf(answers.map(({ overall }) => overall)),
  };
}

async function answerOf(
  environment: string,
  { deploymentOf: deploymentOfEnvironment, ask }: Checkout,
): Promise<Answer> {
  let region: string | undefined;
  try {
    const deployment = deploymentOfEnvironment(environment);
    region = deployment.region;
    const safety = await ask(deployment);
    const { account, identity, at } = safety;
    const known = account !== undefined && identity !== undefined ? { accountId: account, name: identity } : undefined;
    const first = headline({ deployment, region, ...(known && { identity: known }) }, at);
    return {
      text: `${first}\n${statusText(safety)}`,
      document: statusDocumentOf(safety),
      overall: safety.overall,
    };
  } catch (error) {
    const sentence = troubleText(error);
    return {
      text: `${[environment, ...(region === undefined ? [] : [region])].join(' · ')}\n  ?  ${sentence}`,
      document: { environment, region: region ?? null, safe: false, overall: 'unknown', error: sentence },
      overall: 'unknown',
    };
  }
}
