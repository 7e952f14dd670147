import type { CDPSession, Page } from 'playwright-core';
import type { StatusReading } from '../../cli/page/api/common';
import { EventStream } from '../../cli/page/server/event-stream';
import { startPageServer } from '../../cli/page/server/page-server';
import type { TimelineRow } from '../../cli/page/timeline/facts';
import { timelineRoutesOf } from '../../cli/page/timeline/routes';
import type { TimelineSource } from '../../cli/page/timeline/source';
import { Watch } from '../../cli/page/watch/watch';
import { AwsClock } from '../../cli/safety/gather/aws-clock';
import { deploymentOf } from '../../config/model/deployment';
import { settingsSchema } from '../../config/schema/settings';
import { snapshotName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';
import { withBrowser } from '../../tools/browser/open-browser';

/** Applications with a run every ten minutes for a month: 216,000 points in all. */
export const PAGE_FLEET = { applications: 50, runsEach: 4320 } as const;

const MINUTE_MS = 60_000;
const EVERY_MS = 10 * MINUTE_MS;
/** Screen on which all rows are visible at once. */
const SCREEN = { width: 1920, height: 12_000 };
const REDRAWS = 10;
/** Time for which the page lies open while the server's use of the processor is taken. */
const OPEN_MS = 70_000;

const PATIENCE_MS = 60_000;
const LOOK_MS = 20;

export interface PageTimes {
  /** Time from the opening of the address until the first rows with data were drawn. */
  readonly firstMs: number;
  /** Time from the choice of a month until all rows were drawn. */
  readonly monthMs: number;
  /** Times of a redraw of all rows, each with its month. */
  readonly redrawMs: readonly number[];
  readonly heapBytes: number;
  /** Share of a core, in percent, that the server uses while the page lies open. */
  readonly serverPercent: number;
  /** Browser, and where it was found. */
  readonly about: string;
}

/**
 * Measures the page with the time lines of a fleet, in a real Chromium.
 *
 * @throws Error when rows are missing.
 */
export async function pageTimes(report: (line: string) => void): Promise<PageTimes> {
  const server = await serveFleet();
  try {
    return await withBrowser(report, async (browser) => {
      const { page, pageErrors } = await browser.newPage({ viewport: SCREEN });
      await page.addInitScript(OBSERVE_REDRAWS);
      await page.goto(server.url);
      const first = await redrawOf(page, '> 0');
      const firstMs = first.start + first.duration;
      const chosenAt = Number(await page.evaluate('performance.now()'));
      await page.getByRole('button', { name: 'month' }).click();
      const monthMs = (await allDrawnAt(page, chosenAt)) - chosenAt;
      const redrawMs = await redraws(page);
      const heapBytes = await heapOf(await page.context().newCDPSession(page));
      const before = process.cpuUsage();
      await page.waitForTimeout(OPEN_MS);
      const { user, system } = process.cpuUsage(before);
      if (pageErrors.length > 0) throw new Error(`The page reports: ${pageErrors.join(' ')}`);
      const serverPercent = Math.round((user + system) / OPEN_MS / 0.1) / 100;
      return { firstMs, monthMs, redrawMs, heapBytes, serverPercent, about: browser.about };
    });
  } finally {
    await server.close();
  }
}

/** Measure of a redraw; times in milliseconds since the page was opened. */
interface Redraw {
  readonly start: number;
  readonly duration: number;
  /** Rows with data that were drawn. */
  readonly rows: number;
}

/** Code for the page: keeps the measures of its redraws. */
const OBSERVE_REDRAWS = `
  globalThis.redraws = [];
  new PerformanceObserver((list) => {
    for (const { name, startTime, duration, detail } of list.getEntries()) {
      if (name === 'timeline redraw') globalThis.redraws.push({ start: startTime, duration, rows: detail.rows });
    }
  }).observe({ type: 'measure' });`;

/** First redraw since a time whose rows are as wanted; waits for it. */
async function redrawOf(page: Page, rows: string, since = 0): Promise<Redraw> {
  const found = `globalThis.redraws.find(({ start, rows }) => start >= ${since} && rows ${rows})`;
  return (await until(page, found)) as Redraw;
}

/** Value of an expression once there is one. The page allows no `eval`, which waitForFunction needs. */
async function until(page: Page, expression: string): Promise<unknown> {
  const patience = Date.now() + PATIENCE_MS;
  while (Date.now() < patience) {
    const value = await page.evaluate(expression);
    if (value) return value;
    await page.waitForTimeout(LOOK_MS);
  }
  throw new Error(`The page did not come to ${expression} within ${PATIENCE_MS / 1000} s.`);
}

/** Time at which all rows had been drawn once since another time. */
async function allDrawnAt(page: Page, since: number): Promise<number> {
  const drawn = `globalThis.redraws.filter(({ start }) => start >= ${since})`;
  await until(page, `${drawn}.reduce((sum, { rows }) => sum + rows, 0) >= ${PAGE_FLEET.applications}`);
  return Number(await page.evaluate(`${drawn}.map(({ start, duration }) => start + duration).at(-1)`));
}

/** Times of redraws of all rows, while the screen changes its width. */
async function redraws(page: Page): Promise<readonly number[]> {
  const times: number[] = [];
  for (let redraw = 1; redraw <= REDRAWS; redraw += 1) {
    const since = Number(await page.evaluate('performance.now()'));
    await page.setViewportSize({ ...SCREEN, width: SCREEN.width - 10 * redraw });
    times.push((await redrawOf(page, `=== ${PAGE_FLEET.applications}`, since)).duration);
  }
  return times;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
}

/** The page's own server with the fleet's time lines, and a status that names its applications. */
async function serveFleet() {
  const now = () => new Date();
  const events = new EventStream((visible) => watch.looking(visible));
  const watch: Watch = new Watch({ now, changed: (topic) => events.changed(topic) });
  const context = { deployment: DEPLOYMENT, clock: new AwsClock(), watch, isLocal: true };
  const routes = timelineRoutesOf(context, {
    source: new FleetSource(),
    readPoint: () => Promise.reject(new Error('The fleet is made up: its points have no records.')),
  });
  const place = { environment: 'bench', deployment: 'bench', region: 'us-east-1', version: '0', isLocal: true };
  const server = await startPageServer({
    events,
    port: 0,
    routes: [
      { method: 'GET', path: /\/api\/place/, answer: () => ({ ...place, timeZone: 'Europe/Berlin' }) },
      { method: 'GET', path: /\/api\/status/, answer: statusOfFleet },
      ...routes,
    ],
  });
  return {
    url: server.url,
    close: async () => {
      watch.close();
      await server.close();
    },
  };
}

const DEPLOYMENT = deploymentOf({
  ...settingsSchema.parse({
    name: 'bench',
    region: 'us-east-1',
    artifacts: { bucket: 'bench-artifacts' },
    snapshots: { applications: [{ prefix: 'app-' }] },
  }),
  environment: 'bench',
});

const NAMES = Array.from(
  { length: PAGE_FLEET.applications },
  (_, index) => `app-${String(index + 1).padStart(4, '0')}`,
);

/** Audit with a month of runs of each application: some failed, some late, with a restore a week. */
class FleetSource implements TimelineSource {
  private readonly end = Math.floor(Date.now() / EVERY_MS) * EVERY_MS;
  private readonly start = this.end - (PAGE_FLEET.runsEach - 1) * EVERY_MS;

  async rows(application: string, since: Date, before?: Date): Promise<readonly TimelineRow[]> {
    const seed = NAMES.indexOf(application);
    const last = Math.min(this.end, before === undefined ? this.end : before.getTime() - 1);
    const first = Math.max(this.start, Math.ceil(since.getTime() / EVERY_MS) * EVERY_MS);
    const rows: TimelineRow[] = [];
    for (let at = first; at <= last; at += EVERY_MS) rows.push(rowAt(at, seed));
    return rows;
  }

  async hasRowsBefore(): Promise<boolean> {
    return true;
  }

  async present(application: string) {
    const seed = NAMES.indexOf(application);
    const snapshots = Array.from({ length: 100 }, (_, index) => {
      const row = rowAt(this.end - index * EVERY_MS, seed);
      return { name: row.snapshotName ?? `none-${index}`, status: 'READY', createdAt: row.snapshotCreatedAt };
    });
    return {
      snapshots: snapshots.map((each) => ({ ...each, applicationVersion: 1, runtimeEnvironment: undefined })),
      holds: [],
      marks: { suspects: [], freezes: [] },
      unread: [],
    };
  }
}

/** Run of an application at a time; the same for the same time. */
function rowAt(at: number, seed: number): TimelineRow {
  const place = at / EVERY_MS + seed * 7;
  const itself = { runId: at, time: new Date(at), applicationStatus: 'RUNNING' } as const;
  if (place % 97 === 0) return { ...itself, writtenBy: 'manager', outcome: 'failed', reason: 'snapshot-failed' };
  if (place % 1009 === 0) {
    const restoredFrom = {
      restoredFrom: snapshotName(DEPLOYMENT.snapshotNamePrefix, new Date(at - 20 * EVERY_MS)),
      snapshotCreatedAt: new Date(at - 20 * EVERY_MS),
    };
    return { ...itself, writtenBy: 'kda', outcome: 'restored', verdict: 'proven', rtoSeconds: 300, ...restoredFrom };
  }
  const outcome = place % 61 === 0 ? 'late' : 'taken';
  const createdAt = new Date(at + 2000);
  const snapshot = {
    snapshotName: snapshotName(DEPLOYMENT.snapshotNamePrefix, new Date(at)),
    snapshotCreatedAt: createdAt,
    snapshotStatus: 'READY',
  };
  return { ...itself, writtenBy: 'manager', outcome, ...snapshot };
}

/** Status in which every application of the fleet is safe. */
function statusOfFleet(): StatusReading {
  const at = new Date().toISOString();
  const nothing = { reasons: [], notes: [], nextCommand: null };
  const application = (name: string) => ({
    ...{ name, status: 'RUNNING', verdict: 'safe' as const, ...nothing },
    ...{ newestGood: { name: 'newest', createdAt: at, ageSeconds: 60 }, objectiveSeconds: 1800 },
    ...{ schedule: 'rate(10 minutes)', nextDue: null, quiet: null },
    ...{
      reachesBackSeconds: 86_400,
      last24h: null,
      quota: null,
      sourceHorizon: null,
      frozen: false,
      freezeUntil: null,
      suspects: [],
    },
    ...{ proven: null, provenSearchedSince: null, isProvenKnown: true },
  });
  return {
    readAt: at,
    problem: null,
    document: {
      ...{ environment: 'bench', deployment: 'bench', region: 'us-east-1', account: null, identity: null, at },
      ...{ safe: true, overall: 'safe', lastRun: at, lastRunOk: true, nextRun: null },
      applications: NAMES.map(application),
      delivery: {
        ...{
          verdict: 'safe',
          ...nothing,
          rule: 'enabled',
          rules: [],
          manager: 'active',
          mail: 'confirmed',
          pager: 'none',
        },
        ...{ queues: { failedRuns: 0, undeliveredEvents: 0 }, alarms: null },
      },
      ...{ unread: [], clockSkewSeconds: null },
    },
  };
}
