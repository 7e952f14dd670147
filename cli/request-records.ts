import type { OnDemandRequest } from '../lambda-src/contract';
import type { Result } from '../tools/command';
import type { Deployment } from './deployment';
import type { DeploymentChoice } from './deployment-options';
import { plannedResult } from './planned-records';

/** Work of a command whose request the snapshot manager answers with records. */
export async function requestRecords({
  request,
  choice,
  isDryRun,
}: {
  readonly request: OnDemandRequest;
  readonly choice: DeploymentChoice;
  readonly isDryRun?: true;
}): Promise<Result> {
  const { findDeployment } = await import('./find-deployment');
  const { askManager, recordsAnswer } = await import('./manager');
  const { showRecords } = await import('./commands/snapshot');
  const deployment = await findDeployment(choice);
  const whole = await named(request, deployment);
  if (isDryRun) return plannedResult(whole);
  const answer = await askManager(deployment, whole);
  return { document: answer, text: showRecords(recordsAnswer.parse(answer)) };
}

/** Request with whole names; prints what a part or a word was taken for. */
async function named(request: OnDemandRequest, deployment: Deployment): Promise<OnDemandRequest> {
  if (!('snapshot' in request || 'snapshots' in request)) return request;
  const { KinesisAnalyticsV2Client } = await import('@aws-sdk/client-kinesis-analytics-v2');
  const { choiceIn, withWholeNames } = await import('./whole-names');
  const { lookingIn } = await import('./answer-time');
  const client = new KinesisAnalyticsV2Client(lookingIn(deployment.region));
  const whole = await withWholeNames(request, choiceIn(client, deployment), new Date());
  const [asked, found] = [namesIn(request), namesIn(whole)];
  if (asked.join() !== found.join()) console.error(`Meant: ${found.join(', ')}`);
  return whole;
}

function namesIn(request: OnDemandRequest): readonly string[] {
  if ('snapshot' in request) return [request.snapshot];
  return 'snapshots' in request ? request.snapshots : [];
}

/** Schema of their document. */
export const recordsSchema = async () => (await import('./manager')).recordsAnswer;
