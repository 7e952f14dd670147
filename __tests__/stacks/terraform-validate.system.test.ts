import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerSource } from '../../local/terraform/provider-mirror';
import { findTerraform } from '../../local/terraform/terraform';
import type { StackId } from '../../stacks/names';
import { type Synthesis, settingsWith, synthesize } from './synthesis';

const { binary } = findTerraform();
const scratch = mkdtempSync(join(tmpdir(), 'validate-test-'));
const { environment } = providerSource(scratch);
const synthesized: Synthesis[] = [];

afterAll(() => {
  rmSync(scratch, { recursive: true });
  for (const synthesis of synthesized) synthesis.dispose();
});

/** What `terraform validate` says about a stack, after an init that asks no backend. */
function validate(synthesis: Synthesis, stack: StackId): unknown {
  const run = (...args: string[]) =>
    execFileSync(binary, args, {
      cwd: join(synthesis.folder, 'cdktf.out/stacks', stack),
      env: environment,
      encoding: 'utf8',
    });
  run('init', '-backend=false', '-input=false', '-no-color');
  return JSON.parse(run('validate', '-json'));
}

describe.each([
  ['local', { kind: 'local' }],
  ['s3', { kind: 's3', bucket: 'the-state', region: 'eu-west-1', kmsKeyId: 'alias/state' }],
  ['terraform-cloud', { kind: 'terraform-cloud', organization: 'acme' }],
])('with state of the kind %s, Terraform finds valid, without a warning,', (_kind, state) => {
  const synthesis = synthesize(settingsWith({ state, notifications: { mailAddresses: ['ops@example.com'] } }));
  synthesized.push(synthesis);

  test.each<StackId>(['artifacts', 'application', 'snapshots'])(
    'the stack %s',
    (stack) => {
      expect(validate(synthesis, stack)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    },
    120_000,
  );
});
