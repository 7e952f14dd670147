import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AWS_PROVIDER, providerSource } from '../../local/terraform/provider-mirror';
import { findEngines } from '../../tools/terraform';
import { blocksOf, rulePatterns } from './events-page';

const PROVIDER = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "${AWS_PROVIDER.version}" }
  }
}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-terraform-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(findEngines())(
  '$product $version finds the rules of docs/events.md valid',
  async ({ binary, product }) => {
    const { environment } = providerSource(join(folder, product), process.env, product);
    const [pattern] = rulePatterns();
    writeFileSync(join(folder, 'pattern.json'), pattern);
    writeFileSync(join(folder, 'main.tf'), PROVIDER + blocksOf('hcl').join('\n'));
    const terraform = (...args: string[]) =>
      promisify(execFile)(binary, args, { cwd: folder, env: { ...environment } });

    await terraform('init', '-backend=false', '-input=false');
    const { stdout } = await terraform('validate', '-json');

    expect(JSON.parse(stdout)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
  },
  120_000,
);
