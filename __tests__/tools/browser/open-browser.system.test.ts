import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type OpenBrowser, openBrowser, requestsElsewhere } from '../../../tools/browser/open-browser';
import { temporaryFolder } from '../../temporary-folder';

/** The first fetch of a Chromium takes as long as the network. */
jest.setTimeout(5 * 60_000);

const HTML = `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><button>Buy</button>
<script>
  document.querySelector('button').onclick = () => {
    console.log('only said');
    console.error('the till is closed');
    setTimeout(() => { throw new Error('nobody catches this'); });
    void fetch('http://elsewhere.example/price').catch(() => undefined);
  };
</script>`;

let server: Server;
let origin: string;
let browser: OpenBrowser;

beforeAll(async () => {
  server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(HTML));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser((line) => process.stderr.write(`${line}\n`));
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

test('a page at rest is silent, and asked for itself only', async () => {
  const { page, consoleErrors, pageErrors, requests } = await browser.newPage();
  await page.goto(origin);

  expect(await page.title()).toBe('Shop');
  expect({ consoleErrors, pageErrors, requests }).toEqual({
    consoleErrors: [],
    pageErrors: [],
    requests: [`${origin}/`],
  });
  expect(requestsElsewhere(requests, origin)).toEqual([]);
});

test('errors of the console, uncaught errors and requests elsewhere are heard', async () => {
  const { page, consoleErrors, pageErrors, requests } = await browser.newPage();
  await page.goto(origin);
  const failed = page.waitForEvent('console', (message) => message.text().includes('net::ERR'));
  await page.getByRole('button', { name: 'Buy' }).click();
  await failed;

  expect(consoleErrors).toEqual([
    'the till is closed',
    expect.stringMatching(/net::ERR_NAME_NOT_RESOLVED http:\/\/elsewhere\.example\/price$/),
  ]);
  expect(pageErrors).toEqual(['nobody catches this']);
  expect(requestsElsewhere(requests, origin)).toEqual(['http://elsewhere.example/price']);
});

test('each page has the size, the colours and the time zone that it was opened with', async () => {
  const shown = '[innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, new Date(0).getTimezoneOffset()]';
  const { page } = await browser.newPage();
  const narrow = await browser.newPage({
    viewport: { width: 400, height: 800 },
    colorScheme: 'dark',
    timezoneId: 'Asia/Tokyo',
  });

  expect(await page.evaluate(shown)).toEqual([1280, false, 0]);
  expect(await narrow.page.evaluate(shown)).toEqual([400, true, -540]);
});

describe('a browser that does not start', () => {
  const folder = temporaryFolder('broken-browser');

  test('is named with its last words and what to do', async () => {
    const broken = join(folder.path, 'chromium');
    writeFileSync(broken, '#!/bin/sh\necho "chromium: libnss3.so: cannot open shared object file" >&2\nexit 127\n');
    chmodSync(broken, 0o755);

    await expect(openBrowser(() => undefined, { KDA_BROWSER: broken })).rejects.toThrow(
      `The browser ${broken} (from KDA_BROWSER) does not start: chromium: libnss3.so: cannot open shared object file. Set KDA_BROWSER to the program of another Chromium or Chrome.`,
    );
  });
});
