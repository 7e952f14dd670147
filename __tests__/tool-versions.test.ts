import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPLIED_PROVIDER } from '../config/schema/provider-settings';
import { checkNode } from '../local/prerequisites';
import { AWS_PROVIDER } from '../local/terraform/provider-mirror';
import { BUNDLE_TARGET } from '../tools/build-lambda';
import { FUNCTION_RUNTIMES } from '../tools/function-runtimes';
import { quietTerraform } from '../tools/terraform';

const PROJECT = join(__dirname, '..');
const read = (...path: string[]) => readFileSync(join(PROJECT, ...path), 'utf8');
const WORKFLOWS = readdirSync(join(PROJECT, '.github/workflows')).map((name) => read('.github/workflows', name));

/** Every plain value of a setting in the workflows; matrices are left out. */
function inWorkflows(setting: string): string[] {
  const found = WORKFLOWS.flatMap((text) => [...text.matchAll(new RegExp(`\\b${setting}: '?([\\d.]+)`, 'g'))]);
  return [...new Set(found.map(([, value = '']) => value))];
}

test.each([
  ['node', 'node-version'],
  ['java', 'java-version'],
  ['python', 'python-version'],
  ['terraform', 'terraform_version'],
])('mise.toml pins the %s that the workflows install', (tool, setting) => {
  const [, pinned] = new RegExp(`^${tool} = "(?:temurin-)?([\\d.]+)"$`, 'm').exec(read('mise.toml')) ?? [];
  expect([pinned]).toEqual(inWorkflows(setting));
});

test('.nvmrc names the same Node.js as mise.toml', () => {
  expect(read('mise.toml')).toContain(`node = "${read('.nvmrc').trim()}"`);
});

test('package.json allows exactly the Node.js that the commands accept', () => {
  const [, lowest = '', below = ''] = /^>=([\d.]+) <(\d+)$/.exec(JSON.parse(read('package.json')).engines.node) ?? [];

  expect(checkNode(`${lowest}.0`)).toBe(`${lowest}.0`);
  expect(checkNode(`${Number(below) - 1}.0.0`)).toBe(`${Number(below) - 1}.0.0`);
  expect(() => checkNode(`${below}.0.0`)).toThrow('was found, expected');
  const [major, minor] = lowest.split('.').map(Number);
  expect(() => checkNode(`${major}.${(minor ?? 0) - 1}.0`)).toThrow('was found, expected');
});

test('no package needs an install script, the terminal of cdktf-cli included', () => {
  const { packages }: { packages: Record<string, { hasInstallScript?: boolean; optional?: boolean }> } = JSON.parse(
    read('package-lock.json'),
  );
  const terminals = Object.keys(packages).filter((name) => name.endsWith('node-pty-prebuilt-multiarch'));
  expect(terminals.map((name) => packages[name])).toMatchObject([{ name: '@lydell/node-pty' }]);
  expect(terminals.flatMap((name) => (packages[name]?.hasInstallScript ? name : []))).toEqual([]);
  // Where cdktf-cli looks for it, which does not name it among its own dependencies.
  expect(terminals).toEqual(['node_modules/@cdktf/node-pty-prebuilt-multiarch']);
});

test('one bundle serves every runtime that the settings allow', () => {
  expect(BUNDLE_TARGET).toBe(`node${Math.min(...FUNCTION_RUNTIMES.map(({ node }) => node))}`);
});

test('the default provider is the one that local runs apply', () =>
  expect(APPLIED_PROVIDER).toBe(AWS_PROVIDER.version));

test('neither Terraform nor cdktf asks for news of its version', () => {
  expect(quietTerraform({})).toMatchObject({ CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1' });
});
