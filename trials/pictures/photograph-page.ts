import type { Page } from 'playwright-core';
import type { OpenBrowser } from '../../tools/browser/open-browser';
import { commandsIn } from './picture-list';
import type { PictureFiles } from './write-pictures';

/** Subject of a picture of the page. */
export interface Photograph {
  /** Address of the screen. */
  readonly url: string;
  /** Waits until it shows what the picture is about. */
  readonly ready: (page: Page) => Promise<void>;
}

/** Pixels of CSS; a file has more of them, for screens with a high resolution. */
const SIZES = {
  wide: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 },
  narrow: { viewport: { width: 400, height: 800 }, deviceScaleFactor: 2 },
} as const;

const QUALITY = 0.85;

/** Both files of a picture of the page, light, and the commands that it shows. */
export async function photographPage(browser: OpenBrowser, { url, ready }: Photograph): Promise<PictureFiles> {
  const taken = async (size: keyof typeof SIZES) => {
    const { page } = await browser.newPage({ ...SIZES[size], reducedMotion: 'reduce' });
    try {
      await page.goto(url);
      await ready(page);
      const picture = await webpOf(page, await page.screenshot());
      return { picture, shows: commandsIn((await page.locator('body').innerText()).split('\n')) };
    } finally {
      await page.context().close();
    }
  };
  const wide = await taken('wide');
  const narrow = await taken('narrow');
  return {
    wide: wide.picture,
    narrow: narrow.picture,
    shows: [...new Set(['kda page', ...wide.shows, ...narrow.shows])],
  };
}

/** A PNG as WebP, a fifth of its size, as the browser writes it. */
async function webpOf(page: Page, png: Buffer): Promise<Buffer> {
  const blank = await page.context().newPage();
  try {
    const data = JSON.stringify(`data:image/png;base64,${png.toString('base64')}`);
    const webp: string = await blank.evaluate(`(async () => {
      const image = new Image();
      image.src = ${data};
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext('2d', { alpha: false }).drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', ${QUALITY});
    })()`);
    return Buffer.from(webp.replace('data:image/webp;base64,', ''), 'base64');
  } finally {
    await blank.close();
  }
}
