import type { Page } from 'playwright-core';
import { namesOf } from '../../config/model/names';
import type { LocalSession } from '../../local/local-session';
import { startPage } from '../../local/page';
import { type OpenBrowser, withBrowser } from '../../tools/browser/open-browser';
import type { Progress } from '../../tools/progress';
import { runDemo } from '../demo/demo';
import { photographPage } from './photograph-page';
import type { PictureName } from './picture-list';
import { endOfDemo, recordRestore, recordStatus } from './record-terminals';
import { filesOfRecording, type PictureFiles, writePicture } from './write-pictures';

/** Milliseconds in which the alarm of broken checkpoints fires; two minutes are usual. */
const ALARM_MS = 6 * 60_000;

/** Milliseconds in which a canvas shows what its name says. */
const DRAWN_MS = 500;

const OF_THE_PAGE: readonly PictureName[] = ['page', 'alarms'];

/** Takes pictures in the order of a story: the demo, a restore, a stop, checkpoints that break, and their alarm. */
export async function takeOnCloud(
  names: readonly PictureName[],
  session: LocalSession,
  progress: Progress,
): Promise<void> {
  const { application = '' } = namesOf(session.settings);
  const take = async (name: PictureName, picture: () => Promise<PictureFiles>) => {
    if (!names.includes(name)) return;
    await progress.phase(`Picture: ${name}`, async () => writePicture(name, await picture()));
  };
  const result = await runDemo(session, progress);
  await take('demo', async () => filesOfRecording('demo', [endOfDemo(result, progress.times)]));
  await take('restore', async () => filesOfRecording('restore', [await recordRestore(session, application)]));
  await take('status', async () => filesOfRecording('status', [await recordStatus(session, application)]));
  if (!names.some((name) => OF_THE_PAGE.includes(name))) return;
  await withPage(session, async (url, browser) => {
    const photograph = (hash: string, ready: (page: Page) => Promise<void>) =>
      photographPage(browser, { url: `${url}${hash}`, ready });
    await take('page', () => photograph('#/', (page) => safetyDrawn(page, application)));
    if (!names.includes('alarms')) return;
    await progress.phase('Break checkpoints, and wait for the alarm', () => breakCheckpoints(browser, url));
    await take('alarms', () => photograph('#/alarms', alarmsRead));
  });
}

/** Serves the page and opens a browser for the work. */
async function withPage(
  session: LocalSession,
  work: (url: string, browser: OpenBrowser) => Promise<void>,
): Promise<void> {
  const served = await startPage({ environment: session.deployment.environment, report: console.log });
  try {
    const { url, problem } = served;
    if (url === undefined) throw new Error(problem);
    await withBrowser(console.log, (browser) => work(url, browser));
  } finally {
    await served.close();
  }
}

async function headline(page: Page, sentence: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: sentence }).waitFor();
  await page
    .getByText(/Reading .*…/)
    .first()
    .waitFor({ state: 'hidden' });
}

async function safetyDrawn(page: Page, application: string): Promise<void> {
  await headline(page, `${application} is safe.`);
  await page.getByRole('img', { name: /[1-9]\d* taken/ }).waitFor();
  await page.waitForTimeout(DRAWN_MS);
}

async function alarmsRead(page: Page): Promise<void> {
  await headline(page, /\.$/);
  await page
    .getByRole('region', { name: 'Alarms' })
    .getByText(/^in ALARM/)
    .first()
    .waitFor();
}

/** Presses the button of the page, and waits until it shows an alarm. */
async function breakCheckpoints(browser: OpenBrowser, url: string): Promise<void> {
  const { page } = await browser.newPage();
  await page.goto(`${url}#/tour`);
  await page.getByRole('button', { name: 'Break checkpoints' }).click();
  await page.goto(`${url}#/alarms`);
  const alarms = page.getByRole('region', { name: 'Alarms' }).getByRole('listitem');
  await alarms.filter({ hasText: /failed-checkpoints.*in ALARM/ }).waitFor({ timeout: ALARM_MS });
  await page.context().close();
}
