import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { KinesisAnalyticsV2Client, paginateListApplicationSnapshots } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Locator, Page } from 'playwright-core';
import type { TimelineAnswer } from '../../cli/page/api/timeline';
import { namesOf } from '../../config/model/names';
import { STACK_IDS } from '../../config/model/stack-ids';
import { type LocalSession, openLocalSession } from '../../local/local-session';
import { type Page as ServedPage, startPage } from '../../local/page';
import { type ObservedPage, type OpenBrowser, openBrowser, requestsElsewhere } from '../../tools/browser/open-browser';
import { Progress } from '../../tools/progress';
import { type Typed, type } from '../../trials/demo/operator';
import { planLocally } from '../local/terraform/plan-locally';
import { axeFindings } from './axe-findings';

/** The page on a local cloud with a real Flink, in a real browser; found by roles and accessible names alone. */
jest.setTimeout(15 * 60_000);

/** Milliseconds in which an alarm changes its state: `restarts` looks at the last five minutes. */
const ALARM_MS = 8 * 60_000;
const STEP_MS = 3 * 60_000;
const MOST_TABS = 100;
/** Each user that a corrupt state counts adds so many. */
const A_MILLION = 1_000_000;
/** Milliseconds in which a picked point leaves the record of the one before it. */
const SETTLE_MS = 150;

let folder: string;
let session: LocalSession;
let application: string;
let served: ServedPage;
let url: string;
let browser: OpenBrowser;
/** Every page that was opened: at the end none may have heard an error. */
const opened: ObservedPage[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kda-page-'));
  const progress = new Progress((line) => process.stderr.write(`${line}\n`));
  session = await openLocalSession({
    environmentName: 'demo',
    after: STACK_IDS.application,
    folder: join(folder, 'cloud'),
    progress,
    signal: new AbortController().signal,
  });
  application = namesOf(session.settings).application ?? '';
  await done('start', application, '--none', '--yes');
  await progress.phase('Deploy the rest', (say) => session.untilUsable(say));
  await done('snapshot', application, '--reason', 'first one');
  await done('snapshot', application, '--reason', 'second one');
  served = await startPage({ environment: session.deployment.environment, report: console.error });
  if (served.url === undefined) throw new Error(served.problem);
  url = served.url;
  browser = await openBrowser((line) => process.stderr.write(`${line}\n`));
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
  await session?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function done(...argv: string[]): Promise<Typed> {
  const typed = await type(session, argv);
  if (typed.exitCode !== 0) throw new Error(`${typed.line} ended with ${typed.exitCode}:\n${typed.lines.join('\n')}`);
  return typed;
}

async function document(...argv: string[]) {
  const { lines } = await type(session, [...argv, '--json', '--quiet']);
  // Warnings come before it, on stderr.
  const begin = lines.findIndex((line) => line === '{' || line === '[');
  return JSON.parse(lines.slice(begin).join('\n'));
}

const countIn = (text: string) => Number(/Amount of users: (\d+)/.exec(text)?.[1]);

/** Newest count in the job's log that was written after a time; waits for one. */
async function usersSince(time: string): Promise<number> {
  const endAt = Date.now() + STEP_MS;
  while (Date.now() < endAt) {
    const { lines } = await document('logs', application, '--query', 'users', '--last', '1');
    const [line] = lines as { at: string; text: string }[];
    if (line !== undefined && line.at > time) return countIn(line.text);
  }
  throw new Error(`No user was counted after ${time}.`);
}

async function look(options: Parameters<OpenBrowser['newPage']>[0] = {}): Promise<ObservedPage> {
  const observed = await browser.newPage(options);
  opened.push(observed);
  await observed.page.goto(url);
  return observed;
}

const linksOf = ({ page }: ObservedPage) => page.getByRole('navigation', { name: 'Screens' }).getByRole('link');

async function goTo(observed: ObservedPage, title: string): Promise<void> {
  await linksOf(observed).filter({ hasText: title }).click();
  await observed.page.getByRole('main', { name: title }).waitFor();
}

/** Number of points on the time line of the application, as the server sends them. */
async function pointsOf(page: Page): Promise<number> {
  const answer = await page.request.get(`${url}api/timeline/${application}?range=day`);
  const { document: line }: TimelineAnswer = await answer.json();
  if (line === null || line === 'unchanged') throw new Error(`No time line: ${await answer.text()}`);
  return line.points.at.length;
}

async function listSnapshots(): Promise<string[]> {
  const client = new KinesisAnalyticsV2Client(session.clientConfiguration);
  const names: string[] = [];
  for await (const { SnapshotSummaries = [] } of paginateListApplicationSnapshots(
    { client },
    { ApplicationName: application },
  )) {
    names.push(...SnapshotSummaries.map(({ SnapshotName = '' }) => SnapshotName));
  }
  return names;
}

/** Titles of the widgets in the body that CloudWatch has. */
async function deployedTitles(): Promise<string[]> {
  const client = new CloudWatchClient(session.clientConfiguration);
  const { DashboardBody = '' } = await client.send(
    new GetDashboardCommand({ DashboardName: namesOf(session.settings).dashboard }),
  );
  const { widgets } = JSON.parse(DashboardBody) as { widgets: { properties: { title: string } }[] };
  return widgets.map(({ properties: { title } }) => title);
}

/** The verdict once everything was read. */
const verdictOf = ({ page }: ObservedPage) => page.getByRole('heading', { level: 1, name: /safe(: .*)?\.$/ });

test('the verdict, and the line of each application, are in the words of kda status', async () => {
  const observed = await look();
  const verdict = await verdictOf(observed).textContent();
  const { lines } = await type(session, ['status', '--quiet']);

  expect(verdict).toBe(lines.at(-1));
  expect(verdict).toBe(`${application} is safe.`);
  const item = observed.page.getByRole('main').getByRole('listitem').filter({ hasText: application });
  await item.getByRole('heading', { level: 3, name: `safe: ${application}` }).waitFor();
  expect(await item.getByRole('definition').allTextContents()).toContain('RUNNING');
});

test('the time line has every snapshot that the API lists, each with the command that restores it', async () => {
  const observed = await look();
  await verdictOf(observed).waitFor();
  const { page } = observed;
  const line = page.getByRole('application', { name: 'Time line' });
  await line.getByRole('img', { name: /[1-9]\d* taken/ }).waitFor();
  const points = await pointsOf(page);
  const commands: string[] = [];
  await line.focus();
  for (let point = 0; point < points; point += 1) {
    await page.keyboard.press(point === 0 ? 'Home' : 'ArrowRight');
    await page.waitForTimeout(SETTLE_MS);
    const picked = page.getByRole('region', { name: 'Picked point' });
    await picked
      .getByRole('region', { name: 'Record' })
      .first()
      .waitFor()
      .catch(async () => {
        throw new Error(`Point ${point} of ${points} has no record: ${await picked.textContent()}`);
      });
    commands.push(...(await picked.getByRole('code').allTextContents()));
  }
  const listed = await listSnapshots();

  expect(listed.length).toBeGreaterThan(1);
  expect(commands).toEqual(
    expect.arrayContaining(listed.map((name) => `kda restore ${application} --snapshot ${name} --local`)),
  );
});

test('the dashboard has the widgets that are deployed, with the values of the job and of the manager', async () => {
  const observed = await look();
  await goTo(observed, 'Dashboard');
  const { page } = observed;
  const widget = (title: string) => page.getByRole('article', { name: title, exact: true });
  const newest = async (title: string) => {
    const words = widget(title)
      .getByText(/newest -?[\d.]+/)
      .first();
    await words.waitFor();
    return Number(/newest (-?[\d.]+)/.exec((await words.textContent()) ?? '')?.[1]);
  };
  const titles = await deployedTitles();
  await widget('Records in')
    .getByText(/newest [\d.]+/)
    .first()
    .waitFor({ timeout: STEP_MS });

  expect(titles.length).toBeGreaterThan(15);
  expect(await page.getByRole('article').getByRole('heading', { level: 3 }).allTextContents()).toEqual(titles);
  expect(await newest('Records in')).toBeGreaterThan(0);
  expect(await newest('Uptime (minutes)')).toBeGreaterThan(0);
  expect(await newest('Size of the last checkpoint (MB)')).toBeGreaterThan(0);
  expect(await newest('READY snapshots, and percent of the quota')).toBe((await listSnapshots()).length);
  expect(await newest('Age of the newest snapshot (minutes)')).toBeLessThan(1);
  const users = widget('Users counted').getByRole('cell').filter({ hasText: 'Amount of users: ' });
  await users.first().waitFor();
  expect(await users.count()).toBeGreaterThan(10);
  expect(await page.getByText("can't be drawn").count()).toBe(0);
});

describe.each([
  ['light, as on a laptop', { viewport: { width: 1280, height: 800 } }],
  ['dark, as on a telephone', { viewport: { width: 400, height: 800 }, colorScheme: 'dark' as const }],
  ['light, as on a wall of 4K', { viewport: { width: 3840, height: 2160 } }],
])('each screen, %s,', (_, options) => {
  test('has no serious finding of axe, and fits', async () => {
    const observed = await look(options);
    await verdictOf(observed).waitFor();
    const titles = await linksOf(observed).allTextContents();
    expect(titles.length).toBeGreaterThan(0);
    for (const title of titles) {
      await goTo(observed, title);
      expect({ title, findings: await axeFindings(observed.page) }).toEqual({ title, findings: [] });
      const hidden: number = await observed.page.evaluate(
        'Math.max(0, document.documentElement.scrollWidth - innerWidth)',
      );
      expect({ title, hidden }).toEqual({ title, hidden: 0 });
    }
  });
});

test('on a telephone the ranges of the time line stand in one line, and none moves when another one is chosen', async () => {
  const observed = await look({ viewport: { width: 400, height: 800 } });
  await verdictOf(observed).waitFor();
  const buttons = observed.page.getByRole('group', { name: 'Range' }).getByRole('button');
  const places = async () => {
    const boxes = await Promise.all((await buttons.all()).map((button) => button.boundingBox()));
    return boxes.map((box) => [box?.x, box?.y, box?.width, box?.height].map((each) => Math.round(each ?? -1)));
  };
  const names = ['10 minutes', 'hour', '6 hours', 'day', 'week', 'month'];
  await observed.page.getByRole('button', { name: 'month', exact: true }).click();
  const before = await places();
  expect(before).toHaveLength(names.length);
  expect(new Set(before.map(([, top]) => top)).size).toBe(1);
  for (const name of names) {
    await observed.page.getByRole('button', { name, exact: true }).click();
    expect({ name, places: await places() }).toEqual({ name, places: before });
  }
});

test('the whole page is no more than 300 kB', async () => {
  const { page } = await browser.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (/\/$|\.(js|css)$/.test(response.url())) bodies.push(response.body());
  });
  await page.goto(url, { waitUntil: 'load' });
  const sizes = (await Promise.all(bodies)).map((body) => body.length);
  expect(sizes).toHaveLength(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(300_000);
});

describe('a job that crashes, by the buttons of the page,', () => {
  let observed: ObservedPage;
  const trouble = () =>
    observed.page
      .getByRole('region', { name: 'Make trouble, and mend it' })
      .getByRole('listitem')
      .filter({ has: observed.page.getByRole('heading', { level: 3, name: /^Crash the job/ }) });
  const sign = () => trouble().getByRole('list', { name: 'Alarms to wait for' });
  const alarm = () =>
    observed.page
      .getByRole('region', { name: 'Alarms' })
      .getByRole('listitem')
      .filter({ has: observed.page.getByText('restarts', { exact: true }) });

  test('makes its alarm red, with what it means and what to do, and a mail', async () => {
    observed = await look();
    await goTo(observed, 'Trouble and tour');
    await trouble().getByRole('button', { name: 'Crash the job' }).click();
    await sign()
      .filter({ hasText: /restarts\s+in ALARM/ })
      .waitFor({ timeout: ALARM_MS });

    await goTo(observed, 'Alarms and mails');
    await alarm()
      .getByText(/^in ALARM since/)
      .first()
      .waitFor();
    await alarm()
      .getByRole('button', { name: `Copy kda logs ${application} --query errors` })
      .waitFor();
    const mails = observed.page.getByRole('region', { name: 'Mails' });
    await mails
      .getByRole('button', { name: /ALARM: .*restarts/ })
      .first()
      .click();
    await mails.getByRole('article', { name: /restarts/ }).waitFor();
    expect(await axeFindings(observed.page)).toEqual([]);
  });

  test('is mended', async () => {
    await goTo(observed, 'Trouble and tour');
    await trouble()
      .getByRole('button', { name: /^Take the property back/ })
      .click();
    await trouble().getByText('off', { exact: true }).waitFor({ timeout: STEP_MS });
  });

  describe('meanwhile the tour, by the keyboard alone,', () => {
    let observed: ObservedPage;
    const tour = () => observed.page.getByRole('region', { name: `Guided tour of ${application}` });
    const step = (title: string) =>
      tour()
        .getByRole('listitem')
        .filter({ has: observed.page.getByRole('heading', { level: 3, name: title }) });

    /** Presses Tab until an element has the focus, then a key. */
    async function press(target: Locator, key = 'Enter'): Promise<void> {
      await target.waitFor();
      for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
        if (await target.evaluate((element) => element.ownerDocument.activeElement === element).catch(() => false)) {
          return observed.page.keyboard.press(key);
        }
        await observed.page.keyboard.press('Tab');
      }
      throw new Error(`${target} was not reached with ${MOST_TABS} tabs.`);
    }
    const button = (title: string, name: string | RegExp) => step(title).getByRole('button', { name, exact: true });
    const isDone = (title: string) => step(title).getByRole('button', { name: /done$/ }).waitFor({ timeout: STEP_MS });

    test('takes a snapshot, corrupts the state, goes back to before that, proves it and cleans up', async () => {
      observed = await look();
      await press(linksOf(observed).filter({ hasText: 'Trouble and tour' }));
      await press(button('Snapshot', 'Take a snapshot'));
      await isDone('Snapshot');
      await press(button('Snapshot', /^Next/));
      await press(button('Break', 'Corrupt the state'));
      await isDone('Break');
      await press(button('Break', /^Next/));
      await press(button('See', 'Look at status and log'));
      await isDone('See');
      await press(button('See', /^Next/));
      await press(button('Go back by time', 'Go back'));
      await isDone('Go back by time');
      await press(button('Go back by time', /^Next/));
      await press(button('Prove', 'Prove it'));
      await isDone('Prove');
      await press(button('Prove', /^Next/));
      await press(button('Clean up', 'Release the hold'));
      await isDone('Clean up');

      await tour().getByText('6 of 6 steps done').waitFor();
      const { rows } = await document('history', application);
      const restored = rows.find(({ outcome }: { outcome: string }) => outcome === 'restored');
      expect(restored).toMatchObject({ verdict: 'proven' });
      expect(await usersSince(restored.time)).toBeLessThan(A_MILLION);
    });

    test('showed a count that was wrong, and was right before', async () => {
      const { lines } = await document('logs', application, '--query', 'users', '--last', '5000');
      const counts: number[] = lines.map(({ text }: { text: string }) => countIn(text));
      const wrong = counts.findIndex((count) => count > A_MILLION);
      expect(wrong).toBeGreaterThan(0);
      expect(counts[0]).toBeLessThan(A_MILLION);
    });
  });

  test('leaves its alarm green in the end', async () => {
    await sign()
      .filter({ hasText: /restarts\s+OK/ })
      .waitFor({ timeout: ALARM_MS });
    await observed.page.getByRole('heading', { level: 1, name: `${application} is safe.` }).waitFor();
  });
});

test('leaves the application as Terraform knows it', async () => {
  await session.deployed;
  const plan = await planLocally(session.deployment, 'application');
  expect(plan.empty || plan.lines.join('\n')).toBe(true);
});

test('no page wrote an error to its console, let one uncaught, or asked elsewhere', () => {
  expect(opened.length).toBeGreaterThan(3);
  for (const { consoleErrors, pageErrors, requests } of opened) {
    expect({ consoleErrors, pageErrors }).toEqual({ consoleErrors: [], pageErrors: [] });
    expect(requests.length).toBeGreaterThan(3);
    expect(requestsElsewhere(requests, new URL(url).origin)).toEqual([]);
  }
});
