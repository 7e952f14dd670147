import { type OpenBrowser, openBrowser } from '../../../tools/browser/open-browser';
import { type Photograph, photographPage } from '../../../trials/pictures/photograph-page';

/** The first fetch of a Chromium takes as long as the network. */
jest.setTimeout(5 * 60_000);

const HTML = `<!doctype html><meta name="viewport" content="width=device-width"><main></main><script>
  setTimeout(() => {
    const wide = innerWidth > 600;
    document.querySelector('main').innerHTML = '<h1>Safe</h1><pre>kda restore orders --latest\\nnpx kda why orders\\n' +
      (wide ? 'kda status' : 'kda is a program') + '</pre>';
  }, 100);
</script>`;

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser((line) => process.stderr.write(`${line}\n`));
});
afterAll(() => browser?.close());

const PHOTOGRAPH: Photograph = {
  url: `data:text/html,${encodeURIComponent(HTML)}`,
  ready: (page) => page.getByRole('heading', { name: 'Safe' }).waitFor(),
};

/** Width and height in the header of an extended WebP. */
function sizeOf(webp: string | Buffer): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(webp);
  expect(bytes.toString('latin1', 8, 16)).toBe('WEBPVP8X');
  return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
}

test('a page is photographed in two sizes when it is ready, with the commands that it shows', async () => {
  const { wide, narrow, shows } = await photographPage(browser, PHOTOGRAPH);

  expect(sizeOf(wide)).toEqual({ width: 1920, height: 1200 });
  expect(sizeOf(narrow)).toEqual({ width: 800, height: 1600 });
  expect(shows).toEqual([
    'kda page',
    'kda restore orders --latest',
    'kda why orders',
    'kda status',
    'kda is a program',
  ]);
});

test('what never becomes ready is no picture', async () => {
  const never: Photograph = {
    ...PHOTOGRAPH,
    ready: (page) => page.getByRole('heading', { name: 'Unsafe' }).waitFor({ timeout: 300 }),
  };
  await expect(photographPage(browser, never)).rejects.toThrow(/Timeout 300ms exceeded/);
});
