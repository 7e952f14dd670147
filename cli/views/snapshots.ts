import type { Result } from '../../tools/command';
import type { ApplicationFacts } from './application-facts';
import { snapshotViews } from './snapshot-list';
import { snapshotsText } from './snapshots-text';

/** Answer of `kda snapshots`: all snapshots of an application, newest first. */
export function showSnapshots(facts: ApplicationFacts): Result {
  const views = snapshotViews(facts);
  return {
    document: {
      application: facts.application,
      region: facts.region,
      at: facts.now,
      status: facts.state.status,
      quota: { used: views.length, of: facts.deployment?.snapshotQuota ?? null },
      snapshots: views,
      unread: facts.unread,
    },
    text: snapshotsText(facts, views),
  };
}
