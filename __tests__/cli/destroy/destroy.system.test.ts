import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../../config/load-settings';
import { writeSynthesizedFrom } from '../../../stacks/synthesis/synthesized-from';
import { quietTerraform } from '../../../tools/terraform';
import { copyProgram } from '../program-copy';

const MINUTES = 60_000;

let folder: string;
let program: string;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'destroy-'));
  program = copyProgram(folder);
  environment = { ...quietTerraform(process.env), KDA_ENVIRONMENT: 'default' };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stacks as `cdktf synth` lays them out, of Terraform's own resource type: no provider has to be had. */
function synthesize(isProtected: boolean, refusesInMidApply = false): void {
  const needs: Readonly<Record<string, readonly string[]>> = {
    artifacts: [],
    application: ['artifacts'],
    snapshots: ['artifacts'],
  };
  const stacks = Object.entries(needs).map(([id, dependencies]) => {
    const workingDirectory = `stacks/${id}`;
    mkdirSync(join(folder, 'cdktf.out', workingDirectory), { recursive: true });
    const fails = id === 'application' && refusesInMidApply;
    const it = {
      lifecycle: { prevent_destroy: id === 'application' && isProtected },
      ...(fails ? { provisioner: [{ 'local-exec': { when: 'destroy', command: 'exit 1' } }] } : {}),
    };
    writeFileSync(
      join(folder, 'cdktf.out', workingDirectory, 'cdk.tf.json'),
      JSON.stringify({
        terraform: { backend: { local: { path: join(folder, `${id}.tfstate`) } } },
        resource: { terraform_data: { it } },
      }),
    );
    return [id, { workingDirectory, dependencies }] as const;
  });
  writeFileSync(join(folder, 'cdktf.out/manifest.json'), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  writeSynthesizedFrom(join(folder, 'cdktf.out'), loadSettings('default'));
}

function deploy(): void {
  for (const id of ['artifacts', 'application', 'snapshots']) {
    const cwd = join(folder, 'cdktf.out/stacks', id);
    for (const args of [['init'], ['apply', '-auto-approve']]) {
      spawnSync(environment.TERRAFORM_BINARY_NAME ?? 'terraform', [...args, '-input=false'], { cwd, env: environment });
    }
  }
}

function destroy(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'destroy', ...args], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('without credentials it says so before Terraform is asked', () => {
  synthesize(false);
  const stack = join(folder, 'cdktf.out/stacks/application/cdk.tf.json');
  writeFileSync(stack, JSON.stringify({ provider: { aws: [{ region: 'us-east-1' }] } }));
  const mine = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
  environment = {
    ...Object.fromEntries(mine),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_CONFIG_FILE: '/nowhere',
    TERRAFORM_BINARY_NAME: '/nowhere/terraform',
  };

  expect(destroy('--yes', 'kda-snapshots')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on, run "aws sso login" first.\n',
  });
});

/** The stacks that still have a resource. */
const standing = () =>
  ['artifacts', 'application', 'snapshots'].filter((id) => {
    const state: { resources: unknown[] } = JSON.parse(readFileSync(join(folder, `${id}.tfstate`), 'utf8'));
    return state.resources.length > 0;
  });

const leftBehind = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.lock\.info$|\.tfplan$/.test(name));

test(
  'a protected deployment stays whole without a lock; unprotected it goes, what needs another stack first',
  () => {
    synthesize(true);
    deploy();

    expect(destroy('--yes', 'kda-snapshots')).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /kda-snapshots is protected, so nothing was deleted and no lock is held:\n {2}application: terraform_data\.it\n/,
      ),
    });
    expect({ standing: standing(), left: leftBehind() }).toEqual({
      standing: ['artifacts', 'application', 'snapshots'],
      left: [],
    });

    synthesize(false);
    expect(destroy()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Use --yes kda-snapshots to confirm.'),
    });
    expect(destroy('--yes', 'another')).toMatchObject({ status: 2 });
    writeSynthesizedFrom(join(folder, 'cdktf.out'), { ...loadSettings('default'), environment: 'staging' });
    expect(destroy('--yes', 'kda-snapshots')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('belongs to the environment "staging"'),
    });
    synthesize(false);
    expect(standing()).toEqual(['artifacts', 'application', 'snapshots']);

    const { status, stdout } = destroy('--yes', 'kda-snapshots');
    expect(status).toBe(0);
    expect(stdout.match(/^\w+: deleting$/gm)).toEqual([
      'snapshots: deleting',
      'application: deleting',
      'artifacts: deleting',
    ]);
    expect({ standing: standing(), left: leftBehind() }).toEqual({ standing: [], left: [] });
  },
  3 * MINUTES,
);

test(
  'after a stack that is not deleted no other is begun, and what is gone and what stands is said',
  () => {
    synthesize(false, true);
    deploy();

    expect(destroy('--yes', 'kda-snapshots')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        'application was not deleted completely. Deleted: snapshots; still there: application, artifacts.',
      ),
    });
    expect({ standing: standing(), left: leftBehind() }).toEqual({ standing: ['artifacts', 'application'], left: [] });
    expect(existsSync(join(folder, 'cdktf.out/stacks/artifacts/destroy.tfplan'))).toBe(false);
  },
  3 * MINUTES,
);
