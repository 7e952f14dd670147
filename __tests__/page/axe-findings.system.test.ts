import { type OpenBrowser, openBrowser } from '../../tools/browser/open-browser';
import { axeFindings } from './axe-findings';

/** The first fetch of a Chromium takes as long as the network. */
jest.setTimeout(5 * 60_000);

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser((line) => process.stderr.write(`${line}\n`));
});
afterAll(() => browser?.close());

async function findingsOf(body: string): Promise<string[]> {
  const { page } = await browser.newPage();
  await page.setContent(`<!doctype html><html lang="en"><title>Shop</title><body><main>${body}</main></body></html>`);
  return axeFindings(page);
}

test('a page that everybody can use has no serious findings', async () => {
  expect(await findingsOf('<h1>Shop</h1><button>Buy</button>')).toEqual([]);
});

test('a button without a name and a text without contrast are found, each with its element', async () => {
  expect(await findingsOf('<button id="buy"></button><p style="color: #999; background: #fff">cheap</p>')).toEqual([
    expect.stringMatching(/^button-name: .+ \(#buy\)$/),
    expect.stringMatching(/^color-contrast: .+ \(p\)$/),
  ]);
});
