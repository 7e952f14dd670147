import { setTimeout as sleep } from 'node:timers/promises';
import { deploymentOf } from '../../../cli/deployment';
import { describeDocument } from '../../../cli/documents/describe';
import { historyDocument } from '../../../cli/documents/history';
import { logsDocument } from '../../../cli/documents/logs';
import { nextDocument } from '../../../cli/documents/next';
import { snapshotsDocument } from '../../../cli/documents/snapshots';
import { whyDocument } from '../../../cli/documents/why';
import type { Activities, Activity, CommandRequest } from '../../../cli/page/api/activities';
import type { AlarmsReading } from '../../../cli/page/api/alarms';
import type { Place, StatusReading } from '../../../cli/page/api/common';
import type { MailsReading } from '../../../cli/page/api/mails';
import type { ReadingDocument } from '../../../cli/page/api/reading';
import type { TroublesReading } from '../../../cli/page/api/troubles';
import { startPage } from '../../../cli/page/page';
import type { PageServer } from '../../../cli/page/server/page-server';
import { settingsWith } from '../../settings-with';
import { APPLICATION, useCloudWithManager } from '../cloud-with-manager';

// The served page against the very zip that is deployed, over the emulator's Lambda and tables.
jest.setTimeout(180_000);
const place = useCloudWithManager('page-', 20);
const deployment = deploymentOf(
  settingsWith({ region: 'us-east-1', application: undefined, snapshots: { applications: [APPLICATION] } }),
);
const before = { ...process.env };
let page: PageServer;
let token: string;

beforeAll(async () => {
  Object.assign(process.env, place.cloud.environment, { KDA_ENVIRONMENT: 'default', USER: 'ada' });
  page = await startPage({ deployment, port: 0, endpoint: place.cloud.endpoint });
  token = /name="kda-page-token" content="([\w-]+)"/.exec(await (await fetch(page.url)).text())?.[1] ?? '';
});
afterAll(async () => {
  await page.close();
  process.env = before;
});

async function get<Document>(path: string): Promise<Document> {
  const answer = await fetch(new URL(path, page.url));
  expect(`${path} ${answer.status}`).toBe(`${path} 200`);
  return (await answer.json()) as Document;
}

async function post(path: string, body: object): Promise<{ readonly status: number; readonly document: unknown }> {
  const headers = { 'content-type': 'application/json', 'x-kda-page-token': token, origin: new URL(page.url).origin };
  const answer = await fetch(new URL(path, page.url), { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, document: await answer.json() };
}

/** Page that is visible while `work` runs, as the browser's stream of events says. */
async function whileVisible<T>(work: () => Promise<T>): Promise<T> {
  const end = new AbortController();
  const stream = await fetch(new URL('/events', page.url), { signal: end.signal });
  void stream.text().catch(() => {});
  try {
    return await work();
  } finally {
    end.abort();
  }
}

/** Asks again, as a page does after each event, until the answer is as wanted. */
async function until<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean, seconds = 60): Promise<T> {
  for (const endAt = Date.now() + seconds * 1000; ; ) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > endAt) throw new Error(`Not within ${seconds} s: ${JSON.stringify(answer).slice(0, 2000)}`);
    await sleep(100);
  }
}

async function run(request: CommandRequest): Promise<Activity> {
  const { status, document } = await post('/api/actions/commands', request);
  expect({ status, document }).toMatchObject({ status: 200 });
  const { id } = document as Activity;
  const ofIt = ({ activities }: Activities) => activities.find((each) => each.id === id);
  const { activities } = await until(
    () => get<Activities>('/api/activities'),
    (all) => ofIt(all)?.endedAt !== null,
    120,
  );
  return ofIt({ activities }) as Activity;
}

test('says where it looks: a local cloud, which it may change', async () => {
  expect(await get<Place>('/api/place')).toMatchObject({
    deployment: deployment.name,
    isLocal: true,
    region: 'us-east-1',
  });
});

test('the first look has data within a second of the visible page, and the words of kda status', async () => {
  const startedAt = Date.now();
  await whileVisible(async () => {
    const first = await until(
      () => get<StatusReading>('/api/status'),
      ({ document }) => document !== null,
      10,
    );
    const tookMs = Date.now() - startedAt;
    expect(first.document?.applications.map(({ name }) => name)).toEqual([APPLICATION]);
    // Half of it is the machine's, which other tests share.
    expect(tookMs).toBeLessThan(2000);
    const whole = await until(
      () => get<StatusReading>('/api/status'),
      ({ readAt }) => readAt !== null,
    );
    expect(whole.document?.applications[0]).toMatchObject({ name: APPLICATION, verdict: 'safe', status: 'RUNNING' });
    expect(whole.document?.delivery).toMatchObject({ rule: 'missing' });
  });
});

test('the documents are those of the commands', async () => {
  const snapshots = snapshotsDocument.parse(await get(`/api/snapshots/${APPLICATION}`));
  expect(snapshots.snapshots.length).toBeGreaterThanOrEqual(5);
  const newest = snapshots.snapshots[0]?.name ?? '';
  expect(historyDocument.parse(await get(`/api/history/${APPLICATION}`)).application).toBe(APPLICATION);
  expect(describeDocument.parse(await get(`/api/describe/${APPLICATION}`))).toMatchObject({ kind: 'application' });
  expect(describeDocument.parse(await get(`/api/describe/${APPLICATION}/${newest}`))).toMatchObject({
    ...{ kind: 'snapshot', restoreCommand: expect.stringContaining(`kda restore ${APPLICATION}`) },
  });
  expect(nextDocument.parse(await get(`/api/next/${APPLICATION}`)).next.length).toBeGreaterThan(0);
  expect(whyDocument.parse(await get(`/api/why/${APPLICATION}`))).toMatchObject({ application: APPLICATION });
  // The part that can't be read hides nothing: there is no log group yet.
  const logs = logsDocument.parse(await get(`/api/logs/${APPLICATION}`));
  expect(logs.logs.map(({ of }) => of)).toEqual(['application', 'manager']);
  expect(logs.logs[0]?.problem).toEqual(expect.any(String));
});

test('a name that does not exist, and a time that is none, are refused with a sentence', async () => {
  const said = async (path: string) => {
    const answer = await fetch(new URL(path, page.url));
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  expect(await said('/api/snapshots/app-9999')).toEqual({
    status: 404,
    error: expect.stringContaining(`has no application app-9999. Most similar: ${APPLICATION}.`),
  });
  expect(await said('/api/history/app-9999')).toMatchObject({ status: 404 });
  expect(await said(`/api/history/${APPLICATION}?from=yesterday`)).toMatchObject({ status: 400 });
  expect(await said(`/api/describe/${APPLICATION}/nothing`)).toMatchObject({ status: 404 });
  expect(await said('/api/runbook/nothing')).toMatchObject({ status: 404 });
  expect(await said('/api/runbook/snapshot-age')).toMatchObject({
    status: 200,
    text: expect.stringContaining('**Fires.**'),
  });
});

test('alarms, mails and troubles are read while a page shows them', async () => {
  await whileVisible(async () => {
    const alarms = await until(
      () => get<AlarmsReading>('/api/alarms'),
      ({ readAt }) => readAt !== null,
    );
    // The cloud of this test has none of the stacks.
    expect(alarms.document).toMatchObject({ alarms: [], changes: [], unread: [] });
    const mails = await until(
      () => get<MailsReading>('/api/mails'),
      ({ readAt, problem }) => (readAt ?? problem) !== null,
    );
    expect(mails).toMatchObject({ problem: null, document: { mails: expect.any(Array) } });
    const troubles = await until(
      () => get<TroublesReading>('/api/troubles'),
      ({ readAt, problem }) => (readAt ?? problem) !== null,
    );
    expect(troubles.problem).toBeNull();
    expect(troubles.document?.troubles.length).toBeGreaterThan(5);
  });
});

test('a snapshot that the page takes is in the status at once', async () => {
  await whileVisible(async () => {
    const taken = await run({ command: 'snapshot', application: APPLICATION, why: 'from the page' });
    expect(taken).toMatchObject({
      exitCode: 0,
      line: `kda snapshot ${APPLICATION} --yes --reason 'from the page' --local`,
    });
    expect(taken.lines.join('\n')).toContain('taken');
    const { rows } = historyDocument.parse(await get(`/api/history/${APPLICATION}`));
    expect(rows[0]).toMatchObject({ outcome: 'taken', requestReason: 'from the page' });
  });
});

test('a restore goes on when the page is closed, and its proof is an activity', async () => {
  const restored = await run({ command: 'restore', application: APPLICATION, to: 'latest' });
  expect(restored).toMatchObject({ exitCode: 0, onlyReads: false, ifInterrupted: null });
  const { rows } = historyDocument.parse(await get(`/api/history/${APPLICATION}`));
  expect(rows.map(({ outcome }) => outcome)).toContain('restored');
});

test('what kda would do is asked without doing it', async () => {
  const { snapshots: before } = snapshotsDocument.parse(await get(`/api/snapshots/${APPLICATION}`));
  const plan = await run({ command: 'restore', application: APPLICATION, to: 'latest', dryRun: true });
  expect(plan).toMatchObject({ exitCode: 0, onlyReads: true });
  expect(plan.lines.join('\n')).toContain(before[0]?.name);
});

test('a command for an application of another deployment is refused before it begins', async () => {
  const { length } = (await get<Activities>('/api/activities')).activities;
  expect(await post('/api/actions/commands', { command: 'stop', application: 'app-9999' })).toMatchObject({
    status: 404,
    document: { error: expect.stringContaining('app-9999') },
  });
  expect(await post('/api/actions/commands', { command: 'destroy', application: APPLICATION })).toMatchObject({
    status: 400,
  });
  expect((await get<Activities>('/api/activities')).activities).toHaveLength(length);
});

test('the address of the Flink web UI is made when it is asked for', async () => {
  expect(await post(`/api/flink-ui/${APPLICATION}`, {})).toMatchObject({
    status: 200,
    document: { url: expect.stringMatching(/^http/), expiresAt: expect.any(String) },
  });
});

test('what was read is counted, and costs nothing here', async () => {
  const reading = await get<ReadingDocument>('/api/reading');
  expect(reading).toMatchObject({ cost: null, visible: 0, sentence: 'Looking at a local cloud costs nothing.' });
  expect(reading.calls.find(({ operation }) => operation === 'ListApplicationSnapshots')?.calls).toBeGreaterThan(0);
  const calls = reading.calls.reduce((sum, each) => sum + each.calls, 0);
  await sleep(3000);
  const later = await get<ReadingDocument>('/api/reading');
  // Nobody looks.
  expect(later.calls.reduce((sum, each) => sum + each.calls, 0)).toBe(calls);
});

describe('in a real account', () => {
  let real: PageServer;

  beforeAll(async () => {
    // The clients reach the same services; without an endpoint the page takes them for AWS's own.
    real = await startPage({ deployment, port: 0, endpoint: undefined });
  });
  afterAll(() => real.close());

  const ask = async (path: string, request: RequestInit = {}) => {
    const answer = await fetch(new URL(path, real.url), request);
    return { status: answer.status, document: JSON.parse(await answer.text()) };
  };

  const READS = [
    ...[
      '/api/place',
      '/api/status',
      '/api/alarms',
      '/api/mails',
      '/api/reading',
      '/api/saved-queries',
      '/api/dashboards',
    ],
    ...['history', 'snapshots', 'describe', 'next', 'why', 'logs', 'timeline'].map(
      (each) => `/api/${each}/${APPLICATION}`,
    ),
  ];

  test('it reads, and makes no call that changes anything', async () => {
    const end = new AbortController();
    const stream = await fetch(new URL('/events', real.url), { signal: end.signal });
    void stream.text().catch(() => {});
    const answers = await Promise.all(READS.map(async (path) => `${path} ${(await ask(path)).status}`));
    expect(answers.filter((answer) => answer.endsWith('500'))).toEqual([]);
    await until(
      () => ask('/api/status'),
      ({ document }) => document.readAt !== null,
    );
    for (const path of READS) await ask(path);
    end.abort();
    const { calls } = (await ask('/api/reading')).document as ReadingDocument;
    expect(calls.length).toBeGreaterThan(12);
    const others = calls.filter(
      ({ operation }) => !/^(Describe|List|Get|Query$|FilterLogEvents$|StartQuery$)/.test(operation),
    );
    expect(others).toEqual([]);
  });

  test('it has none of the routes that change something', async () => {
    const answer = await (await fetch(real.url)).text();
    const itsToken = /name="kda-page-token" content="([\w-]+)"/.exec(answer)?.[1] ?? '';
    const headers = {
      ...{ 'content-type': 'application/json', 'x-kda-page-token': itsToken },
      origin: new URL(real.url).origin,
    };
    const body = JSON.stringify({ command: 'stop', application: APPLICATION });
    for (const path of [
      '/api/actions/commands',
      '/api/actions/troubles/stop-the-application/begin',
      '/api/actions/activities/1/interrupt',
    ]) {
      expect((await ask(path, { method: 'POST', headers, body })).status).toBe(404);
    }
    expect((await ask('/api/activities')).status).toBe(404);
    expect((await ask('/api/troubles')).status).toBe(404);
  });

  test('its mails can’t be read back, and it says what an hour of looking costs', async () => {
    const end = new AbortController();
    const stream = await fetch(new URL('/events', real.url), { signal: end.signal });
    void stream.text().catch(() => {});
    const mails = await until(
      () => ask('/api/mails'),
      ({ document }) => document.readAt !== null,
    );
    expect(mails.document.document).toEqual({ mails: null, addresses: deployment.mailAddresses });
    await until(
      () => ask('/api/alarms'),
      ({ document }) => document.readAt !== null,
    );
    const { document } = await ask('/api/reading');
    expect(document.cost.usdPerHour).toBeGreaterThan(0);
    expect(document.sentence).toMatch(/^An hour of looking at this costs (less than|about) \$0\.0/);
    end.abort();
  });
});
