import { setTimeout as sleep } from 'node:timers/promises';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { talk } from '../tools/talk';
import type { Deployment } from './deployment';
import type { DeploymentChoice } from './deployment-options';
import { headline } from './headline';
import { callerIdentity } from './identity';
import { managedFlinkClient } from './managed-flink-client';

/** Time after which a restore goes on without knowing its deployment. */
const PATIENCE_MS = 10_000;

/** Deployment that protects and records, or the reason why none is known. */
export type KnownDeployment = { readonly deployment: Deployment } | { readonly because: string };

/**
 * Finds the deployment for a command that must work without one, too: a restore can't wait for it.
 *
 * @throws the error when a deployment was named, but is not there.
 */
async function knownDeployment(client: KinesisAnalyticsV2Client, choice: DeploymentChoice): Promise<KnownDeployment> {
  const { findDeployment } = await import('./find-deployment');
  try {
    const found = await Promise.race([
      findDeployment(choice),
      sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
        throw new Error(`Nobody told within ${PATIENCE_MS / 1000} s which deployment is here.`);
      }),
    ]);
    const region = await client.config.region();
    if (found.region === region) return { deployment: found };
    return { because: `The deployment ${found.name} is in ${found.region}, and the application in ${region}.` };
  } catch (error) {
    if (choice.deployment !== undefined || choice.environment !== undefined) throw error;
    return { because: error instanceof Error ? error.message : String(error) };
  }
}

/** Client for an application, with its deployment. Prints the deployment, or the region where none is known. */
export async function openApplication(
  choice: DeploymentChoice,
): Promise<{ readonly client: KinesisAnalyticsV2Client; readonly deployment: KnownDeployment }> {
  const lines: string[] = [];
  const client = await managedFlinkClient((line) => lines.push(line));
  const deployment = await knownDeployment(client, choice);
  if ('because' in deployment) {
    const region = await client.config.region();
    const identity = await callerIdentity(region);
    talk(headline({ region, ...(identity && { identity }) }, new Date()));
    for (const line of lines) talk(line);
  }
  return { client, deployment };
}
