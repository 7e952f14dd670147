import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installTarball } from '../../__tests__/install-tarball';

const PROJECT = resolve(__dirname, '../../..');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-review-'));
  installTarball(join(__dirname, '..'), folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test.each([
  ['rename.application', 1],
  ['no-changes.snapshots', 0],
])('the installed command reviews %s as the checkout does', (name, status) => {
  const plan = join(__dirname, `plans/${name}.json`);
  const installed = run(join(folder, 'node_modules/.bin/review-plan'), plan);
  expect(installed.status).toBe(status);
  expect(installed).toEqual(run(process.execPath, join(PROJECT, 'bin/kda.js'), 'review-plan', plan));
});

test('a program finds the review by the name of the package', () => {
  const code = `
    const { readFileSync } = require('node:fs');
    const { readPlan, review } = require('@kda-snapshots/plan-review');
    const file = process.argv[1];
    const plans = [readPlan(file, readFileSync(file), 'application')];
    const { refused } = review({ plans, failed: [], exceptions: [], today: '2026-11-29' });
    console.log(refused.map(({ kind }) => kind).join());`;
  expect(run(process.execPath, '-e', code, join(__dirname, 'plans/rename.application.json'))).toMatchObject({
    status: 0,
    stdout: 'application-replaced\n',
    stderr: '',
  });
});

test('a program in TypeScript compiles with the types of the package alone', () => {
  writeFileSync(
    join(folder, 'consumer.mts'),
    `import { type Plan, PlanFileError, readPlan, renderReview, review } from '@kda-snapshots/plan-review';
     const plans: Plan[] = [readPlan('plan.json', new Uint8Array(), 'orders')];
     const result = review({ plans, failed: [], exceptions: [], today: '2026-11-29' });
     export const text: string = result.isRefused ? renderReview(result, {}) : String(PlanFileError);
     // @ts-expect-error
     readPlan(1, new Uint8Array(), 'orders');`,
  );
  const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.mts'] }));
  const compiled = run(process.execPath, join(PROJECT, 'node_modules/typescript/bin/tsc'));
  expect(compiled).toEqual({ status: 0, stdout: '', stderr: '' });
});
