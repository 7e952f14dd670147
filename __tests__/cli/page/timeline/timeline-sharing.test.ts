import { deploymentOf } from '../../../../cli/deployment';
import { TIMELINE_FLAGS } from '../../../../cli/page/api/timeline';
import { pageClients } from '../../../../cli/page/page-clients';
import { CallCounter } from '../../../../cli/page/reading/call-counter';
import { SharedAnswers } from '../../../../cli/page/reading/share-answers';
import { timelineSettingsOf } from '../../../../cli/page/timeline/settings';
import { AwsTimelineSource } from '../../../../cli/page/timeline/source';
import { Timelines } from '../../../../cli/page/timeline/timelines';
import { AwsClock } from '../../../../cli/safety/gather/aws-clock';
import { closeClients } from '../../../../cli/safety/gather/clients';
import { ManagedFlinkSnapshotApi } from '../../../../lambda-src/snapshot-manager/aws/snapshot-api';
import { settingsWith } from '../../../settings-with';
import { Aws } from './aws-of-one-application';

const START = Date.parse('2026-11-28T03:00:00Z');
const SECOND_MS = 1000;

/** Presence of the newest point's snapshot. */
async function newestOf(timelines: Timelines): Promise<string> {
  const { document } = await timelines.answer('orders', 'hour', undefined);
  if (document === null || document === 'unchanged') throw new Error('no document');
  const newest = (document.points.flags.at(-1) ?? 0) & (TIMELINE_FLAGS.there + TIMELINE_FLAGS.gone);
  return newest === TIMELINE_FLAGS.there ? 'there' : newest === TIMELINE_FLAGS.gone ? 'gone' : 'not known';
}

test('a snapshot that was taken after the status read the list is there on the time line until a later list has it no more', async () => {
  const aws = new Aws(START);
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: await aws.listen(),
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
  const deployment = deploymentOf(
    settingsWith({ region: 'eu-west-1', application: undefined, snapshots: { applications: ['orders'] } }),
  );
  const counter = new CallCounter();
  // As page.ts makes them for a real account.
  const shared = new SharedAnswers(55_000, () => aws.now);
  const clients = pageClients('eu-west-1', new AwsClock(), { counter, shared });
  const timelines = new Timelines({
    source: new AwsTimelineSource(deployment, clients, shared.dated),
    settingsOf: (application) => timelineSettingsOf(deployment, application),
    now: () => new Date(aws.now),
    presentEveryMs: 60_000,
  });
  try {
    aws.taken.push({ name: 'demo.old', at: START - 600_000, end: START - 590_000 });
    await timelines.answer('orders', 'hour', undefined);
    // A minute later the status looks, ten seconds later a run ends, and twenty seconds after that the time line looks.
    aws.now = START + 60 * SECOND_MS;
    await new ManagedFlinkSnapshotApi(clients.flink).listSnapshots('orders');
    aws.now += 10 * SECOND_MS;
    aws.taken.push({ name: 'demo.new', at: aws.now - 5000, end: aws.now });
    aws.now += 20 * SECOND_MS;
    await timelines.refresh();
    expect(await newestOf(timelines)).toBe('there');
    // Somebody deletes it, and no run comes that would change the audit.
    aws.deleted.add('demo.new');
    aws.now += 60 * SECOND_MS;
    await timelines.refresh();
    expect(await newestOf(timelines)).toBe('gone');
  } finally {
    closeClients(clients);
    aws.close();
    process.env = before;
  }
});
