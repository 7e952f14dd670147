import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Topic } from '../../../../cli/page/api/common';
import type { HistoryDocument } from '../../../../cli/page/api/runs';
import type { PageContext } from '../../../../cli/page/context';
import { CallCounter } from '../../../../cli/page/reading/call-counter';
import { SharedAnswers } from '../../../../cli/page/reading/share-answers';
import { runRoutes } from '../../../../cli/page/runs/run-routes';
import { routeOf } from '../../../../cli/page/server/routes';
import { Watch } from '../../../../cli/page/watch/watch';
import { deploymentOf } from '../../../../config/model/deployment';
import { AUDIT } from '../../../../lambda-src/contract';
import { settingsWith } from '../../../settings-with';

const NOW = new Date('2026-11-28T14:00:00Z');

/** Audit with one row for each run that has ended, which counts its reads. */
class Audit {
  reads = 0;
  readonly taken: Date[] = [];
  readonly client = new DynamoDBClient({ region: 'eu-west-1' });

  constructor() {
    const answer = { step: 'initialize', name: 'audit', priority: 'low' } as const;
    const middleware = () => async () => {
      this.reads += 1;
      return { response: {}, output: { $metadata: {}, Items: this.taken.map((at) => this.item(at)) } };
    };
    this.client.middlewareStack.add(middleware, answer);
  }

  private item(at: Date) {
    return {
      ...{
        [AUDIT.application]: { S: 'orders' },
        [AUDIT.runId]: { N: String(at.getTime()) },
        [AUDIT.eventId]: { S: '1' },
      },
      ...{ [AUDIT.eventTime]: { S: at.toISOString() }, [AUDIT.startedAt]: { S: at.toISOString() } },
      ...{ [AUDIT.outcome]: { S: 'taken' }, [AUDIT.snapshotName]: { S: 'demo.1' } },
    };
  }
}

/** Page that shows the runs of `orders` while `isShown`: it asks again after each event, as the browser does. */
function pageOf({ isLocal }: { readonly isLocal: boolean }) {
  const audit = new Audit();
  const page = { isShown: true, document: undefined as HistoryDocument | undefined, topics: [] as Topic[] };
  const watch: Watch = new Watch({
    now: () => new Date(),
    counter: new CallCounter(),
    changed: (topic) => {
      page.topics.push(topic);
      if (page.isShown && topic === 'runs') void ask();
    },
  });
  const deployment = deploymentOf(settingsWith({ name: 'demo', snapshots: { applications: ['orders'] } }));
  const clock = { now: () => new Date() };
  // As page.ts makes them.
  const shared = new SharedAnswers(isLocal ? 500 : 55_000);
  shared.share(audit.client);
  const { dated } = shared;
  const context = { deployment, clients: { dynamo: audit.client }, clock, watch, dated, isLocal };
  const routes = runRoutes(context as unknown as PageContext);
  const ask = async () => {
    const found = routeOf(routes, 'GET', '/api/history/orders');
    const request = { path: found?.path ?? {}, query: new URLSearchParams(), headers: {}, body: undefined };
    page.document = (await found?.route.answer(request)) as HistoryDocument;
  };
  return { audit, page, watch, ask };
}

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

test.each([
  { place: 'a real account', isLocal: false, seconds: 60, reads: 5 },
  { place: 'a local cloud', isLocal: true, seconds: 10, reads: 20 },
])('in $place the runs that a page shows are read again after $seconds s, and not while it is hidden', async (each) => {
  const { audit, page, watch, ask } = pageOf(each);
  audit.taken.push(new Date(NOW.getTime() - 600_000));
  watch.looking(1);
  await ask();
  expect(page.document).toMatchObject({ rows: [{ outcome: 'taken' }], readAt: NOW.toISOString() });
  await jest.advanceTimersByTimeAsync(5000);
  audit.taken.unshift(new Date());
  await jest.advanceTimersByTimeAsync(each.seconds * 1000);
  const readAt = new Date(NOW.getTime() + each.seconds * 1000).toISOString();
  expect([page.document?.rows.length, page.document?.readAt]).toEqual([2, readAt]);
  await jest.advanceTimersByTimeAsync(180_000);
  expect(audit.reads).toBe(each.reads);

  watch.looking(0);
  await jest.advanceTimersByTimeAsync(3_600_000);
  expect(audit.reads).toBe(each.reads);
});
