import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../../.github/compare-checksums');
const JAR = `${'a'.repeat(64)}  artifact/flink-demo/target/user-service.jar`;
const STACK = `${'b'.repeat(64)}  demo/stacks/snapshots/cdk.tf.json`;
const OTHER_STACK = `${'c'.repeat(64)}  demo/stacks/snapshots/cdk.tf.json`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compare-checksums-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Lists of machines, compared as the workflow does it. */
function compare(lists: Record<string, readonly string[]>): { status: number | null; said: string } {
  for (const [machine, lines] of Object.entries(lists)) {
    mkdirSync(join(folder, machine));
    writeFileSync(join(folder, machine, 'checksums.txt'), lines.map((line) => `${line}\n`).join(''));
  }
  const { status, stdout, stderr } = spawnSync(SCRIPT, [folder], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

test('lists that are the same end with 0', () => {
  expect(compare({ linux: [JAR, STACK], macos: [JAR, STACK], other: [JAR, STACK] }).status).toBe(0);
});

test('a list that differs ends with 1 and shows both lines, and the lists after it are still compared', () => {
  const { status, said } = compare({ linux: [JAR, STACK], macos: [JAR, OTHER_STACK], other: [JAR] });
  expect(status).toBe(1);
  expect(said).toContain(`-${STACK}\n+${OTHER_STACK}\n`);
  expect(said).toContain('other/checksums.txt: 1 lines');
});

test('one list alone, or one of something else, ends with 2', () => {
  expect(compare({ linux: [JAR] })).toMatchObject({ status: 2, said: expect.stringContaining('holds 1 lists') });
  expect(compare({ macos: ['npm error'] })).toMatchObject({
    status: 2,
    said: expect.stringContaining('names no artifact'),
  });
});
