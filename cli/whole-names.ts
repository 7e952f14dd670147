import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { OnDemandRequest } from '../lambda-src/contract';
import type { Deployment } from './deployment';
import { type Choice, findSnapshot, onlyOneWith } from './recovery/snapshot-reference';

/** References that name a snapshot by what it is; they need marks and proofs. */
const BY_WHAT_IT_IS = /^(latest$|proven$|@)/;

/** Finds what the references of an application may mean. */
export type FindChoice = (application: string, needsMore: boolean) => Promise<Choice>;

/**
 * Request with its snapshots named whole: a person may name one by a part, a time, `latest` or `proven`. A name that fits
 * nothing is left as it is: the snapshot manager answers with the nearest ones.
 *
 * @throws SnapshotReferenceError for a part of several names, or a word that fits none.
 */
export async function withWholeNames(request: OnDemandRequest, find: FindChoice, now: Date): Promise<OnDemandRequest> {
  if ('snapshot' in request) {
    const [snapshot = request.snapshot] = await whole(request.application, [request.snapshot], find, now);
    return { ...request, snapshot };
  }
  if ('snapshots' in request) {
    return { ...request, snapshots: await whole(request.application, request.snapshots, find, now) };
  }
  return request;
}

async function whole(
  application: string,
  references: readonly string[],
  find: FindChoice,
  now: Date,
): Promise<readonly string[]> {
  const needsMore = references.some((reference) => BY_WHAT_IT_IS.test(reference));
  let choice: Choice;
  try {
    choice = await find(application, needsMore);
  } catch (error) {
    // Who may ask the manager need not have the right to list.
    if (needsMore) throw error;
    return references;
  }
  const names = references.map((reference) => {
    const { snapshots } = choice;
    if (snapshots.some(({ name }) => name === reference)) return reference;
    if (BY_WHAT_IT_IS.test(reference)) return findSnapshot(choice, reference, now).name;
    return snapshots.some(({ name }) => name.includes(reference)) ? onlyOneWith(choice, reference).name : reference;
  });
  return [...new Set(names)];
}

/** Looks into the service, and for words into the tables. */
export function choiceIn(client: KinesisAnalyticsV2Client, deployment: Deployment): FindChoice {
  return async (application, needsMore) => {
    const { ManagedFlinkSnapshotApi } = await import('../lambda-src/snapshot-manager/aws/snapshot-api');
    const snapshots = await new ManagedFlinkSnapshotApi(client).listSnapshots(application);
    if (!needsMore) return { application, snapshots, suspects: new Set() };
    const { marksOf } = await import('./recovery/marks-of');
    const { recoveryWorld } = await import('./recovery/world');
    const { provenNames } = await import('./recovery/proven-names');
    const { suspectNamesAmong } = await import('../lambda-src/snapshot-manager/domain/marks');
    const world = await recoveryWorld(client, application, { deployment });
    const suspects = suspectNamesAmong(snapshots, await marksOf(world, application, snapshots));
    return { application, snapshots, suspects, proven: await provenNames(world, application) };
  };
}
