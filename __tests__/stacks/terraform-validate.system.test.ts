import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StackId } from '../../config/model/stack-ids';
import { providerSource } from '../../local/terraform/provider-mirror';
import { findEngines } from '../../tools/terraform';
import { settingsWith } from '../settings-with';
import { type Synthesis, synthesize } from './synthesis';

const engines = findEngines();
const scratch = mkdtempSync(join(tmpdir(), 'validate-test-'));
const { environment } = providerSource(scratch);
const synthesized: Synthesis[] = [];

afterAll(() => {
  rmSync(scratch, { recursive: true });
  for (const synthesis of synthesized) synthesis.dispose();
});

function synthesizeWith(state: object, more: object = {}): Synthesis {
  const synthesis = synthesize(settingsWith({ state, notifications: { mailAddresses: ['ops@example.com'] }, ...more }));
  synthesized.push(synthesis);
  return synthesis;
}

/** Runs Terraform or OpenTofu in a stack's folder; what it wrote on stdout. */
async function terraform(
  binary: string,
  synthesis: Synthesis,
  stack: StackId,
  args: string[],
  more: NodeJS.ProcessEnv = {},
) {
  const { stdout } = await promisify(execFile)(binary, args, {
    cwd: join(synthesis.folder, 'cdktf.out/stacks', stack),
    env: { ...environment, ...more },
  });
  return stdout;
}

if (!engines.some(({ product }) => product === 'OpenTofu')) {
  process.stderr.write('No OpenTofu is on PATH: only Terraform is asked here. The workflow "engines" asks both.\n');
}

/** Settings under which the stacks have all that they can have. */
const EVERYTHING = {
  security: { keys: 'managed', permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/flink-boundary' },
  snapshots: {
    reservedConcurrency: 2,
    applications: ['kda-snapshot-demo', { name: 'users', runtime: 'FLINK-2_2' }, { prefix: 'team-' }],
  },
};

describe.each(
  engines.flatMap((engine) => [
    { ...engine, settings: 'by default', more: {} },
    { ...engine, settings: 'with keys of its own, several applications and a fleet', more: EVERYTHING },
  ]),
)('$product $version finds valid, without a warning, $settings', ({ binary, more }) => {
  const synthesis = synthesizeWith({ kind: 'local' }, more);

  test.each<StackId>(['artifacts', 'application', 'snapshots', 'upkeep'])(
    'the stack %s',
    async (stack) => {
      await terraform(binary, synthesis, stack, ['init', '-backend=false', '-input=false']);

      expect(JSON.parse(await terraform(binary, synthesis, stack, ['validate', '-json']))).toMatchObject({
        valid: true,
        error_count: 0,
        warning_count: 0,
      });
    },
    120_000,
  );
});

// `validate` never looks at the backend; only `init` does.
describe.each(engines)('$product $version accepts the backend', ({ binary }) => {
  test('in S3, and looks for the state under the stack’s own key', async () => {
    const asked: string[] = [];
    const emptyBucket = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://bucket').pathname);
      const listing = request.url?.includes('list-type=2');
      response.writeHead(listing ? 200 : 404, { 'content-type': 'application/xml' });
      response.end(listing ? '<ListBucketResult/>' : '<Error><Code>NoSuchKey</Code></Error>');
    });
    await new Promise<void>((resolve) => emptyBucket.listen(0, '127.0.0.1', resolve));
    const { port } = emptyBucket.address() as AddressInfo;
    const synthesis = synthesizeWith({ kind: 's3', bucket: 'the-state', region: 'eu-west-1', kmsKeyId: 'alias/state' });
    // Written into the backend itself: with -backend-config Terraform would no longer mind a name it doesn't know.
    const file = join(synthesis.folder, 'cdktf.out/stacks/application/cdk.tf.json');
    const json = JSON.parse(synthesis.texts.application);
    Object.assign(json.terraform.backend.s3, {
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      use_path_style: true,
    });
    writeFileSync(file, JSON.stringify(json));
    try {
      const said = await terraform(binary, synthesis, 'application', ['init', '-input=false', '-no-color'], {
        AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: 'nobody',
        AWS_SECRET_ACCESS_KEY: 'nothing',
        AWS_EC2_METADATA_DISABLED: 'true',
      });

      expect(said).toContain('Successfully configured the backend "s3"!');
      expect(asked).toContain('/the-state/kda-snapshots/test/application.tfstate');
    } finally {
      emptyBucket.close();
    }
  }, 120_000);

  test('in Terraform Cloud, and turns to its host', async () => {
    // Nobody listens there: how far it comes is all that can be seen without an account.
    const synthesis = synthesizeWith({ kind: 'terraform-cloud', organization: 'acme', hostname: 'localhost:1' });

    await expect(terraform(binary, synthesis, 'application', ['init', '-input=false', '-no-color'])).rejects.toThrow(
      /localhost:1.*connection refused/s,
    );
  }, 120_000);
});
