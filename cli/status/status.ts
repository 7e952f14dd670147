import type { Result } from '../../tools/command';
import type { Deployment } from '../deployment';
import { type DeploymentSafety, deploymentSafety, type Overall, overallOf } from '../safety/deployment-safety';
import { AwsClock } from '../safety/gather/aws-clock';
import { type Clients, clientsOf, closeClients } from '../safety/gather/clients';
import { Gathering } from '../safety/gather/gathering';
import { statusDocumentOf } from '../safety/status-document';
import { followGathering } from './progress';
import { statusText } from './status-text';

/** Exit codes of answers: scripts rest on them. */
export const EXIT_CODES = { safe: 0, unsafe: 1, unknown: 3 } as const satisfies Record<Overall, number>;

/** Share of the call rate that people who look may use: the rest is the manager's. */
export const SHARE_OF_THE_RATE = 0.5;

export interface Surroundings {
  readonly clients: Clients;
  readonly clock: AwsClock;
  readonly say: (line: string) => void;
  /** Calls per second and operation; default: half of what the deployment may make. */
  readonly callsPerSecond?: number;
}

/** Answers whether everything of a deployment is safe, with what it takes to answer it. */
export async function askSafety(
  deployment: Deployment,
  names: readonly string[],
  { clients, clock, say, callsPerSecond }: Surroundings,
): Promise<DeploymentSafety> {
  const rate = callsPerSecond ?? deployment.callsPerSecond * SHARE_OF_THE_RATE;
  const gathering = new Gathering(deployment, names, clients, clock, rate);
  const facts = await followGathering(gathering, say);
  return deploymentSafety(facts, gathering.now());
}

/** Runs `work` with the clients of a region and a profile, and ends them. */
export async function withClients<T>(
  region: string,
  work: (surroundings: Pick<Surroundings, 'clients' | 'clock'>) => Promise<T>,
  profile?: string,
): Promise<T> {
  const clock = new AwsClock();
  const clients = clientsOf(region, clock, profile);
  try {
    return await work({ clients, clock });
  } finally {
    closeClients(clients);
  }
}

/** Answers for one deployment. */
export async function status(
  deployment: Deployment,
  names: readonly string[],
  say: (line: string) => void,
): Promise<Result> {
  const safety = await withClients(deployment.region, (ours) => askSafety(deployment, names, { ...ours, say }));
  return { document: statusDocumentOf(safety), text: statusText(safety), exitCode: exitCodeOf([safety.overall]) };
}

/** Exit code of one answer or several: 1 if any is unsafe, else 3 if any is unknown, else 0. */
export function exitCodeOf(answers: readonly Overall[]): 0 | 1 | 3 {
  return EXIT_CODES[overallOf(answers)];
}
