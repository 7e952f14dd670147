import { stripVTControlCharacters } from 'node:util';
import type { BrowserContextOptions, Browser as Connection, ConsoleMessage, Page } from 'playwright-core';
import { fetchedChromium } from './fetched-chromium';
import { type Browser, findBrowser } from './find-browser';

/** Page in a browser profile of its own, with all that it was heard to do since it was opened. */
export interface ObservedPage {
  readonly page: Page;
  /** Texts that the page wrote as errors to its console. */
  readonly consoleErrors: readonly string[];
  /** Errors that no code of the page caught. */
  readonly pageErrors: readonly string[];
  /** URL of each request, also of those that failed, and of web sockets. */
  readonly requests: readonly string[];
}

export interface OpenBrowser {
  /** Version, and where it was found, in words. */
  readonly about: string;
  /** Default: 1280 × 800 pixels, light, English, UTC. */
  newPage(options?: BrowserContextOptions): Promise<ObservedPage>;
  close(): Promise<void>;
}

/** Milliseconds to start; 0.2 s is usual. */
const LAUNCH_MS = 30_000;

const ARGUMENTS = [
  // Only loopback, whatever a page asks for: no picture and no test depends on a network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--font-render-hinting=none',
];

/**
 * Starts a Chromium without a window: of this machine (`KDA_BROWSER`, PATH), else one that is fetched from npm once.
 *
 * @throws Error that says what to do when there is none, or it does not start.
 */
export async function openBrowser(
  report: (line: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<OpenBrowser> {
  const browser = findBrowser(environment) ?? (await fetchedChromium({ report }));
  const connection = await launch(browser);
  return {
    about: `Chromium ${connection.version()} (${browser.from})`,
    newPage: (options) => observedPage(connection, options),
    close: () => connection.close(),
  };
}

/** Opens a browser for the work, and closes it after. */
export async function withBrowser<Result>(
  report: (line: string) => void,
  work: (browser: OpenBrowser) => Promise<Result>,
): Promise<Result> {
  const browser = await openBrowser(report);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** URLs among `requests` that lead elsewhere than to `origin`; data within the page is no request. */
export function requestsElsewhere(requests: readonly string[], origin: string): string[] {
  return requests.filter((url) => {
    const { protocol, origin: asked } = new URL(url);
    return protocol !== 'data:' && protocol !== 'blob:' && asked !== origin;
  });
}

async function launch({ binary, from, environment }: Browser): Promise<Connection> {
  const { chromium } = await import('playwright-core');
  try {
    return await chromium.launch({
      executablePath: binary,
      args: ARGUMENTS,
      // root may not use it, and a container often lacks the rights for it; pages come from loopback only.
      chromiumSandbox: false,
      env: environment ?? process.env,
      timeout: LAUNCH_MS,
      handleSIGINT: false,
    });
  } catch (error) {
    throw new Error(
      `The browser ${binary} (from ${from}) does not start: ${reasonOf(error)} Set KDA_BROWSER to the program of another Chromium or Chrome.`,
    );
  }
}

/** The browser's last words, else the first of the error: the rest is the command line, two screens long. */
function reasonOf(error: unknown): string {
  const message = error instanceof Object && 'message' in error ? String(error.message) : String(error);
  const lines = stripVTControlCharacters(message).split('\n');
  const said = lines.flatMap((line) => /\[pid=\d+\]\[err\] (.+)/.exec(line)?.[1] ?? []).at(-1);
  const text = (said ?? lines[0] ?? '').trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Text of a message; of a request that failed also its URL, which the text lacks. */
function textOf(message: ConsoleMessage): string {
  const text = message.text();
  return text.startsWith('Failed to load resource') ? `${text} ${message.location().url}` : text;
}

async function observedPage(connection: Connection, options: BrowserContextOptions = {}): Promise<ObservedPage> {
  const context = await connection.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    ...options,
  });
  const heard = { consoleErrors: [] as string[], pageErrors: [] as string[], requests: [] as string[] };
  context.on('console', (message) => {
    if (message.type() === 'error') heard.consoleErrors.push(textOf(message));
  });
  context.on('weberror', (event) => heard.pageErrors.push(event.error().message));
  context.on('request', (request) => heard.requests.push(request.url()));
  context.on('page', (opened) => opened.on('websocket', (socket) => heard.requests.push(socket.url())));
  return { page: await context.newPage(), ...heard };
}
