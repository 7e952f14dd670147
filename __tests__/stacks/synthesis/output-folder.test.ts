import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareOutput, showToCli } from '../../../stacks/synthesis/output-folder';
import { writeSynthesizedFrom } from '../../../stacks/synthesis/synthesized-from';
import {
  NotSynthesizedError,
  outputFolder,
  stackFolder,
  synthesizedStacks,
} from '../../../stacks/synthesis/synthesized-stacks';
import { settingsWith } from '../../settings-with';

let top: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'output-folder-'));
});

afterEach(() => rmSync(top, { recursive: true }));

/** Writes what `main.ts` does, without cdktf: each stack's file names its environment. */
function synth(environment: string, ids: readonly string[], shared = top): string {
  const folder = prepareOutput(environment, top, shared);
  const stacks = ids.map((id) => {
    const workingDirectory = join('stacks', id);
    mkdirSync(join(folder, workingDirectory), { recursive: true });
    writeFileSync(join(folder, workingDirectory, 'cdk.tf.json'), environment);
    const synthesizedStackPath = join(workingDirectory, 'cdk.tf.json');
    return [id, { name: id, workingDirectory, synthesizedStackPath, dependencies: [], annotations: [] }];
  });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '1', stacks: Object.fromEntries(stacks) }));
  writeSynthesizedFrom(folder, { ...settingsWith({}), environment });
  showToCli(folder, top);
  return folder;
}

const manifest = () => JSON.parse(readFileSync(join(top, 'manifest.json'), 'utf8'));
const textsOf = (environment: string) =>
  synthesizedStacks(outputFolder(environment, top)).map(({ id, folder }) => [
    id,
    readFileSync(join(folder, 'cdk.tf.json'), 'utf8'),
  ]);

test.each([
  ['default', 'cdktf.out'],
  ['production', 'cdktf.out/environments/production'],
  ['stacks', 'cdktf.out/environments/stacks'],
  ['environments', 'cdktf.out/environments/environments'],
  ['manifest.json', 'cdktf.out/environments/manifest.json'],
])('the stacks of the environment %s are in %s', (environment, folder) => {
  expect(outputFolder(environment)).toBe(join(folder));
});

test('the default environment is laid out as cdktf does it, and nothing is added', () => {
  expect(synth('default', ['artifacts'])).toBe(top);
  expect(manifest().stacks.artifacts).toEqual({
    name: 'artifacts',
    workingDirectory: join('stacks', 'artifacts'),
    synthesizedStackPath: join('stacks', 'artifacts', 'cdk.tf.json'),
    dependencies: [],
    annotations: [],
  });
  expect(existsSync(join(top, 'environments'))).toBe(false);
});

test('another environment has a folder of its own, and the CLI is led to it', () => {
  const folder = synth('production', ['artifacts', 'upkeep']);
  expect(folder).toBe(join(top, 'environments', 'production'));
  expect(existsSync(join(top, 'stacks'))).toBe(false);
  expect(manifest()).toMatchObject({
    version: '1',
    stacks: {
      artifacts: {
        workingDirectory: join('environments', 'production', 'stacks', 'artifacts'),
        synthesizedStackPath: join('environments', 'production', 'stacks', 'artifacts', 'cdk.tf.json'),
      },
    },
  });
  expect(stackFolder(top, 'upkeep')).toBe(join(folder, 'stacks', 'upkeep'));
});

test('our commands find the stacks of each environment, whichever was synthesized last', () => {
  const first = [
    ['artifacts', 'default'],
    ['upkeep', 'default'],
  ];
  synth('default', ['artifacts', 'upkeep']);
  synth('production', ['artifacts']);
  synth('staging', ['snapshots']);
  expect([textsOf('default'), textsOf('production'), textsOf('staging')]).toEqual([
    first,
    [['artifacts', 'production']],
    [['snapshots', 'staging']],
  ]);

  synth('default', ['snapshots']);
  expect([textsOf('default'), textsOf('production')]).toEqual([
    [['snapshots', 'default']],
    [['artifacts', 'production']],
  ]);
  synth('production', ['artifacts']);
  expect(textsOf('default')).toEqual([['snapshots', 'default']]);
});

test('without stacks of its own an environment has none, though another one was synthesized', () => {
  synth('production', ['artifacts']);
  expect(() => textsOf('staging')).toThrow(
    `${join(top, 'environments', 'staging', 'manifest.json')} does not exist. Run "npx cdktf synth" first.`,
  );
});

test('a stack that an environment no longer has is gone from its folder, and no other one is', () => {
  synth('production', ['application', 'artifacts']);
  synth('staging', ['application']);
  synth('production', ['artifacts']);
  const has = (environment: string) => existsSync(join(top, 'environments', environment, 'stacks', 'application'));
  expect([has('production'), has('staging')]).toEqual([false, true]);
});

test('a default stack that the CLI deleted, because another environment has none such, is missed with what to run', () => {
  synth('default', ['application', 'artifacts']);
  synth('production', ['artifacts']);
  rmSync(join(top, 'stacks', 'application'), { recursive: true });
  expect(() => textsOf('default')).toThrow(NotSynthesizedError);
  expect(() => textsOf('default')).toThrow(
    'another environment without a stack application was synthesized since. Run "npx cdktf synth"',
  );
});

test('a folder that somebody chose by --output is taken as it is', () => {
  expect(synth('production', ['artifacts'], join(top, 'elsewhere'))).toBe(top);
  expect(stackFolder(top, 'artifacts')).toBe(join(top, 'stacks', 'artifacts'));
});
