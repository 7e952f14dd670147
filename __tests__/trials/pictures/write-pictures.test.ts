import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOfRecording, readList, writePicture } from '../../../trials/pictures/write-pictures';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('write-pictures');

const RECORDING = filesOfRecording('status', [
  {
    line: 'kda status orders',
    lines: ['  ✖  orders  READY', '     somebody stopped it   →  kda start orders', '      by kda stop orders --yes'],
    exitCode: 1,
  },
]);

test('a recording shows what was typed, and what the output advises and names', () => {
  expect(RECORDING.shows).toEqual(['kda status orders', 'kda start orders', 'kda stop orders --yes']);
});

test('the narrow file of a recording is as narrow as a telephone shows in letters that one can read', () => {
  const long = { line: 'kda status', lines: ['word '.repeat(40)], exitCode: 0 };
  const { wide, narrow } = filesOfRecording('status', [long]);
  const widthOf = (svg: string | Buffer) => Number(/width="(\d+)"/.exec(String(svg))?.[1]);
  expect(widthOf(narrow)).toBeLessThanOrEqual(536);
  expect(widthOf(wide)).toBeGreaterThan(900);
});

test('a picture is written with its entry in the list, and replaces the earlier one', () => {
  writePicture('status', { ...RECORDING, shows: ['kda audit orders'] }, folder.path);
  writePicture('review-plan', RECORDING, folder.path);
  writePicture('status', RECORDING, folder.path);

  expect(readdirSync(join(folder.path, 'docs/pictures')).sort()).toEqual([
    'pictures.json',
    'review-plan-narrow.svg',
    'review-plan.svg',
    'status-narrow.svg',
    'status.svg',
  ]);
  expect(readFileSync(join(folder.path, 'docs/pictures/status.svg'), 'utf8')).toBe(RECORDING.wide);
  expect(Object.keys(readList(folder.path))).toEqual(['review-plan', 'status']);
  expect(readList(folder.path).status).toEqual({
    wide: 'status.svg',
    narrow: 'status-narrow.svg',
    madeBy: 'npm run pictures -- status',
    shows: ['kda status orders', 'kda start orders', 'kda stop orders --yes'],
  });
});

test.each([
  [{ ...RECORDING, wide: 'x'.repeat(200_001) }, 'status.svg would have 200001 bytes, 200000 are allowed.'],
  [{ ...RECORDING, narrow: '/PROJECT/config' }, 'status-narrow.svg would show /PROJECT.'],
])('a picture that is too large or shows where this machine keeps the project is refused', (made, sentence) => {
  expect(() => writePicture('status', made, '/PROJECT')).toThrow(sentence);
});
