import type { OnDemandRequest } from '../lambda-src/contract';
import type { Result } from '../tools/command';
import type { DeploymentChoice } from './deployment-options';

/** Work of a command whose request the snapshot manager answers with records. */
export async function requestRecords({
  request,
  choice,
}: {
  readonly request: OnDemandRequest;
  readonly choice: DeploymentChoice;
}): Promise<Result> {
  const { findDeployment } = await import('./find-deployment');
  const { askManager, recordsAnswer } = await import('./manager');
  const { showRecords } = await import('./commands/snapshot');
  const deployment = await findDeployment(choice);
  const answer = await askManager(deployment, request);
  return { document: answer, text: showRecords(recordsAnswer.parse(answer)) };
}

/** Schema of their document. */
export const recordsSchema = async () => (await import('./manager')).recordsAnswer;
