import { join } from 'node:path';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { Aftermath } from './aftermath';
import { ApplicationActs } from './application-acts';
import type { CallFaults } from './call-faults';
import type { ClientConfiguration } from './client-configuration';
import { Deployed } from './deployed';
import { DeploymentActs } from './deployment-acts';
import { KeptTroubles } from './kept-troubles';
import type { Scene } from './trouble';
import { TroubleRefusedError } from './trouble-refused';

export const NO_DEPLOYMENT =
  'Nothing is deployed yet: there is no parameter below /kda-snapshots. Wait for the stacks.';

export interface WorldOptions {
  readonly configuration: ClientConfiguration;
  readonly environment: Readonly<Record<string, string>>;
  readonly accountId: string;
  readonly engine: 'flink' | 'simulated';
  readonly faults: CallFaults;
  /** Folder of all that is kept about troubles. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Deployment to make trouble in, with its applications. */
export interface Look {
  /** Undefined while nothing is deployed. */
  readonly scene: Scene | undefined;
  readonly applications: readonly string[];
}

/** The local cloud as troubles see it: by AWS calls alone. */
export interface TroubleWorld {
  /**
   * @param deployment default: the first by name.
   * @throws TroubleRefusedError when there is none of that name.
   */
  look(deployment?: string): Promise<Look>;
}

export function openWorld(options: WorldOptions): TroubleWorld {
  const { configuration, folder, signal } = options;
  const deployed = new Deployed(configuration);
  const deploymentActs = new DeploymentActs(configuration);
  const aftermath = new Aftermath(deploymentActs);
  signal.addEventListener('abort', () => aftermath.end(), { once: true });
  const common = {
    acts: new ApplicationActs(new KinesisAnalyticsV2Client(configuration), signal),
    ...{ deploymentActs, aftermath },
    kept: new KeptTroubles(join(folder, 'begun.json')),
    region: configuration.region,
    ...options,
  };
  return {
    look: async (name) => {
      const all = await deployed.deployments();
      const deployment = name === undefined ? all[0] : all.find((each) => each.name === name);
      if (deployment !== undefined) {
        return { scene: { ...common, deployment }, applications: await deployed.applicationsOf(deployment) };
      }
      if (name === undefined) return { scene: undefined, applications: [] };
      const known = all.map((each) => each.name).join(', ') || 'none';
      throw new TroubleRefusedError(404, `deployment is ${name}, expected one that is deployed: ${known}.`);
    },
  };
}
