import type { DeploymentChoice } from '../deployment-options';
import { openApplication } from '../known-deployment';
import type { ApplicationFacts } from './application-facts';
import { readFacts } from './read-facts';

/** Facts about an application for a command, which says on stderr what could not be read. */
export async function openFacts(application: string, choice: DeploymentChoice): Promise<ApplicationFacts> {
  const { client, deployment } = await openApplication(choice);
  const facts = await readFacts(application, client, deployment);
  for (const sentence of facts.unread) console.error(sentence);
  return facts;
}
