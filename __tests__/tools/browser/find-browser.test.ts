import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../../../tools/browser/find-browser';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('find-browser');

function install(path: string, mode = 0o755): string {
  const file = join(folder.path, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
}

test('the program in KDA_BROWSER comes before one on PATH', () => {
  install('bin/chromium');
  const chosen = install('mine/browser');
  const environment = { KDA_BROWSER: chosen, PATH: join(folder.path, 'bin') };
  expect(findBrowser(environment)).toEqual({ binary: chosen, from: 'KDA_BROWSER' });
});

test.each(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'])(
  '%s is found on PATH',
  (name) => {
    const binary = install(`second/${name}`);
    const PATH = `${join(folder.path, 'first')}::${join(folder.path, 'second')}`;
    expect(findBrowser({ PATH })).toEqual({ binary, from: 'PATH' });
  },
);

test('Chromium comes before Chrome, wherever they are on PATH', () => {
  install('first/google-chrome');
  const binary = install('second/chromium');
  expect(findBrowser({ PATH: `${join(folder.path, 'first')}:${join(folder.path, 'second')}` })?.binary).toBe(binary);
});

test('folders and files that nobody may run are no browser', () => {
  install('bin/chromium', 0o644);
  mkdirSync(join(folder.path, 'bin/chrome'));
  expect(findBrowser({ PATH: join(folder.path, 'bin') })).toBeUndefined();
});

test('without PATH there is none', () => {
  expect(findBrowser({})).toBeUndefined();
});

test('a KDA_BROWSER that is no program is refused, though PATH has one', () => {
  install('bin/chromium');
  expect(() => findBrowser({ KDA_BROWSER: '/nowhere/chrome', PATH: join(folder.path, 'bin') })).toThrow(
    "KDA_BROWSER is '/nowhere/chrome', which is not a program. Set it to the program of a Chromium or Chrome, or unset it.",
  );
});
