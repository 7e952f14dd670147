import { createHash } from 'node:crypto';
import { strToU8, type ZipOptions, type Zippable, zipSync } from 'fflate';
import { archiveEntries } from '../../../trials/reproducibility/archive-entries';
import { checksumLine, type Deployable } from '../../../trials/reproducibility/deployables';
import { firstDifference } from './first-difference';

const NEW_YEAR = new Date(2026, 0, 1, 12, 30, 10);

function file(name: string, content: string | Uint8Array): Deployable {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function jar(entries: Record<string, string>, options: ZipOptions = {}): Uint8Array {
  const content: Zippable = {};
  for (const [name, text] of Object.entries(entries)) content[name] = [strToU8(text), { mtime: NEW_YEAR, ...options }];
  return zipSync(content);
}

test('the same files are no difference', () => {
  expect(firstDifference([file('a', 'x')], [file('a', 'x')])).toBeUndefined();
});

test('a text that differs is told with its line, from a little before the place', () => {
  const before = `{\n  "path": "${'x'.repeat(300)}/checkout/one/state"\n}`;
  const told = firstDifference(
    [file('demo/cdk.tf.json', before)],
    [file('demo/cdk.tf.json', before.replace('one', 'two'))],
  );
  expect(told).toMatch(
    /^demo\/cdk\.tf\.json differs: line 2 is\n {2}x+\/checkout\/one\/state"\nin the first,\n {2}x+\/checkout\/two\/state"\nin the second\.$/,
  );
  expect(told?.length).toBeLessThan(300);
});

test('a text that is longer in the second is told with the line that the first has not', () => {
  expect(firstDifference([file('a', 'x')], [file('a', 'x\ny')])).toBe(
    'a differs: line 2 is\n  (no such line)\nin the first,\n  y\nin the second.',
  );
});

test('a file that only one has is named', () => {
  expect(firstDifference([file('a', '1'), file('b', '2')], [file('a', '1')])).toBe('b is only in the first.');
  expect(firstDifference([file('a', '1')], [file('a', '1'), file('c', '2')])).toBe('c is only in the second.');
});

test.each<[string, Uint8Array, string]>([
  [
    'content',
    jar({ 'A.class': 'one', 'B.class': 'tw0' }),
    /its entry B\.class has sha256 [0-9a-f]{64} in the first, [0-9a-f]{64} in the second\./.source,
  ],
  [
    'time',
    jar({ 'A.class': 'one', 'B.class': 'two' }, { mtime: new Date(2026, 5, 7, 8, 9, 10) }),
    'its entry A.class has modified 2026-01-01 12:30:10 in the first, 2026-06-07 08:09:10 in the second.',
  ],
  [
    'mode',
    jar({ 'A.class': 'one', 'B.class': 'two' }, { os: 3, attrs: 0o100600 << 16 }),
    'its entry A.class has attributes 0:00000000 in the first, 3:81800000 in the second.',
  ],
  ['order', jar({ 'B.class': 'two', 'A.class': 'one' }), 'its entry 1 is A.class in the first, B.class in the second.'],
  [
    'one entry more',
    jar({ 'A.class': 'one', 'B.class': 'two', 'C.class': '' }),
    'its entry C.class is only in the second.',
  ],
  ['one entry less', jar({ 'A.class': 'one' }), 'its entry B.class is only in the first.'],
  [
    'what lies around the entries',
    new Uint8Array([...jar({ 'A.class': 'one', 'B.class': 'two' }).slice(0, -2), 1, 0, 33]),
    'its entries are the same',
  ],
])('a JAR that differs in %s is told with its entry', (_what, other, told) => {
  const first = file('artifact/app.jar', jar({ 'A.class': 'one', 'B.class': 'two' }));
  expect(firstDifference([first], [file('artifact/app.jar', other)])).toMatch(
    new RegExp(`^artifact/app\\.jar differs: ${told}`),
  );
});

test('an entry of a zip has its content’s hash, size and time', () => {
  expect(archiveEntries(jar({ 'kda/A.class': 'one' }))).toEqual([
    {
      name: 'kda/A.class',
      sha256: createHash('sha256').update('one').digest('hex'),
      sizeBytes: 3,
      compressedBytes: 5,
      modified: '2026-01-01 12:30:10',
      attributes: '0:00000000',
    },
  ]);
});

test('a checksum line is what sha256sum prints', () => {
  expect(checksumLine({ name: 'demo/manifest.json', sha256: 'ab12' })).toBe('ab12  demo/manifest.json');
});
