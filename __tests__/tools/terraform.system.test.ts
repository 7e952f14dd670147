import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngines, findTerraform } from '../../tools/terraform';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engines-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that says it is a version of Terraform or OpenTofu. */
function engine(name: string, said: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\necho '${said}'\n`);
  chmodSync(join(folder, name), 0o755);
}

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ PATH: folder, ...more });

test('Terraform is taken before OpenTofu, OpenTofu where it is alone', () => {
  engine('tofu', 'OpenTofu v1.12.6');
  expect(findTerraform(environment())).toEqual({ binary: 'tofu', product: 'OpenTofu', version: '1.12.6' });
  engine('terraform', 'Terraform v1.11.4');
  expect(findTerraform(environment())).toEqual({ binary: 'terraform', product: 'Terraform', version: '1.11.4' });
});

test('TERRAFORM_BINARY_NAME decides, and is told by what it says it is, not by its name', () => {
  engine('terraform', 'Terraform v1.11.4');
  engine('engine', 'OpenTofu v1.11.0');
  expect(findTerraform(environment({ TERRAFORM_BINARY_NAME: 'engine' })).product).toBe('OpenTofu');
});

test.each([
  ['Terraform v1.10.5', 'Terraform is 1.10.5, expected 1.11 or newer. Install a newer one.'],
  ['OpenTofu v1.10.6', 'OpenTofu is 1.10.6, expected 1.11 or newer. Install a newer one.'],
])('%s is refused: the stacks ask for 1.11', (said, message) => {
  engine('terraform', said);
  expect(() => findTerraform(environment())).toThrow(message);
});

test('the engines are those that are here, each once, the chosen one first, none too old', () => {
  engine('terraform', 'Terraform v1.11.4');
  expect(findEngines(environment()).map(({ product }) => product)).toEqual(['Terraform']);
  engine('tofu', 'OpenTofu v1.12.6');
  expect(findEngines(environment()).map(({ product }) => product)).toEqual(['Terraform', 'OpenTofu']);
  expect(findEngines(environment({ TERRAFORM_BINARY_NAME: 'tofu' })).map(({ product }) => product)).toEqual([
    'OpenTofu',
    'Terraform',
  ]);
  engine('tofu', 'OpenTofu v1.10.6');
  expect(findEngines(environment()).map(({ product }) => product)).toEqual(['Terraform']);
});
