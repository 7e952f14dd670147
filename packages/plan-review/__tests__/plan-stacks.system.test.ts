import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProgram } from '../../../__tests__/cli/program-copy';
import { loadSettings } from '../../../config/load-settings';
import { writeSynthesizedFrom } from '../../../stacks/synthesis/synthesized-from';

const MINUTES = 60_000;

let folder: string;
let program: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-stacks-'));
  program = copyProgram(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stacks in the layout of `cdktf synth`, with Terraform's own resource type, which needs no provider. */
function synthesize(
  stacks: Readonly<Record<string, { input: string; preventDestroy?: boolean; needs?: string[] }>>,
  settings = loadSettings('default'),
): void {
  const manifest: Record<string, object> = {};
  for (const [id, { input, preventDestroy = false, needs = [] }] of Object.entries(stacks)) {
    const workingDirectory = `stacks/${id}`;
    mkdirSync(join(folder, 'cdktf.out', workingDirectory), { recursive: true });
    manifest[id] = { workingDirectory, dependencies: needs };
    writeFileSync(
      join(folder, 'cdktf.out', workingDirectory, 'cdk.tf.json'),
      JSON.stringify({
        terraform: { backend: { local: { path: join(folder, `${id}.tfstate`) } } },
        resource: {
          terraform_data: { it: { triggers_replace: input, lifecycle: { prevent_destroy: preventDestroy } } },
        },
        output: { value: { value: input } },
      }),
    );
  }
  writeFileSync(join(folder, 'cdktf.out/manifest.json'), JSON.stringify({ stacks: manifest }));
  writeSynthesizedFrom(join(folder, 'cdktf.out'), settings);
}

const kda = (command: string, ...args: string[]) => kdaIn(folder, command, ...args);

function kdaIn(cwd: string, command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, command, ...args], {
    cwd,
    env: { ...process.env, KDA_ENVIRONMENT: 'default', GITHUB_OUTPUT: join(folder, 'outputs') },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const outputs = () => readFileSync(join(folder, 'outputs'), 'utf8').trim().split('\n').at(-1);
const stateOf = (id: string) => JSON.parse(readFileSync(join(folder, `${id}.tfstate`), 'utf8')).outputs.value.value;

test(
  'the stacks are planned, reviewed, and applied as they were planned, each after what it needs',
  () => {
    synthesize({ application: { input: 'a', needs: ['artifacts'] }, artifacts: { input: 'b' } });

    expect(kda('plan-stacks', '--out', 'plans')).toMatchObject({
      status: 0,
      stdout: 'Environment default\nartifacts: changes\napplication: changes\n',
    });
    expect(outputs()).toBe('changes=true');
    expect(kda('review-plan', 'plans')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('## Terraform plan of `default`: 2 changes in 2 stacks'),
    });
    const applied = kda('apply-stacks');
    expect(applied.status).toBe(0);
    expect(applied.stdout.match(/^(artifacts|application):|Apply complete! .*/gm)).toEqual([
      'artifacts:',
      'Apply complete! Resources: 1 added, 0 changed, 0 destroyed.',
      'application:',
      'Apply complete! Resources: 1 added, 0 changed, 0 destroyed.',
    ]);
    expect([stateOf('artifacts'), stateOf('application')]).toEqual(['b', 'a']);

    expect(kda('plan-stacks', '--out', 'plans')).toMatchObject({
      status: 0,
      stdout: 'Environment default\nartifacts: no changes\napplication: no changes\n',
    });
    expect(outputs()).toBe('changes=false');
  },
  3 * MINUTES,
);

test(
  'from another folder the stacks are those of the checkout, not those that lie there; --out is where one stands',
  () => {
    synthesize({ artifacts: { input: 'of the checkout' } });
    const elsewhere = join(folder, 'elsewhere');
    cpSync(join(folder, 'cdktf.out'), join(elsewhere, 'cdktf.out'), { recursive: true });
    const other = join(elsewhere, 'cdktf.out/stacks/artifacts/cdk.tf.json');
    writeFileSync(other, readFileSync(other, 'utf8').replaceAll('of the checkout', 'of another folder'));

    expect(kdaIn(elsewhere, 'plan-stacks', '--out', 'plans')).toMatchObject({
      status: 0,
      stdout: 'Environment default\nartifacts: changes\n',
    });
    expect(readdirSync(join(elsewhere, 'plans')).sort()).toEqual(['artifacts.json', 'synthesized-from']);
    expect(kdaIn(elsewhere, 'review-plan', 'plans')).toMatchObject({ status: 0 });
    expect(kdaIn(join(folder, 'config'), 'apply-stacks')).toMatchObject({ status: 0 });
    expect(stateOf('artifacts')).toBe('of the checkout');
    expect(existsSync(join(elsewhere, 'cdktf.out/stacks/artifacts/plan.tfplan'))).toBe(false);
  },
  3 * MINUTES,
);

test(
  'where prevent_destroy lets Terraform make no plan, the comment has its words, and no other plan is applied',
  () => {
    synthesize({ application: { input: 'a', preventDestroy: true }, artifacts: { input: 'b' } });
    kda('plan-stacks', '--out', 'plans');
    expect(kda('apply-stacks').status).toBe(0);
    synthesize({ application: { input: 'changed', preventDestroy: true }, artifacts: { input: 'b' } });

    expect(kda('plan-stacks', '--out', 'plans', '--no-lock')).toMatchObject({
      status: 0,
      stdout: 'Environment default\napplication: failed\nartifacts: no changes\n',
    });
    expect(readdirSync(join(folder, 'plans')).sort()).toEqual([
      'application.txt',
      'artifacts.json',
      'synthesized-from',
    ]);
    const review = kda('review-plan', 'plans');
    expect(review.status).toBe(1);
    expect(review.stdout).toContain('> **No plan for stack `application`**');
    expect(review.stdout).toContain('Error: Instance cannot be destroyed');
    // Otherwise the next apply would use the plan of the first deployment.
    expect(existsSync(join(folder, 'cdktf.out/stacks/application/plan.tfplan'))).toBe(false);
    expect(kda('apply-stacks')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        'application has no plan (plan.tfplan in the folder of the stack), so nothing was applied.',
      ),
    });
  },
  3 * MINUTES,
);

test(
  'a plan that another deployment overtook is refused by Terraform',
  () => {
    synthesize({ artifacts: { input: 'a' } });
    kda('plan-stacks', '--out', 'plans');
    const overtaken = readFileSync(join(folder, 'cdktf.out/stacks/artifacts/plan.tfplan'));
    expect(kda('apply-stacks').status).toBe(0);
    writeFileSync(join(folder, 'cdktf.out/stacks/artifacts/plan.tfplan'), overtaken);

    expect(kda('apply-stacks')).toMatchObject({ status: 1, stderr: expect.stringContaining('Saved plan is stale') });
  },
  3 * MINUTES,
);

test(
  'stacks and plans of other settings, of another environment or of an earlier synthesis are neither planned, reviewed nor applied',
  () => {
    const settings = loadSettings('default');
    const stacks = { artifacts: { input: 'a' } };
    for (const other of [
      { ...settings, environment: 'production' },
      { ...settings, name: 'another' },
    ]) {
      synthesize(stacks, other);
      for (const command of ['plan-stacks', 'apply-stacks']) {
        expect(kda(command, ...(command === 'plan-stacks' ? ['--out', 'plans'] : []))).toMatchObject({
          status: 1,
          stderr: expect.stringContaining('Run "npx cdktf synth" with KDA_ENVIRONMENT=default'),
        });
      }
    }
    expect(existsSync(join(folder, 'plans'))).toBe(false);

    synthesize(stacks);
    kda('plan-stacks', '--out', 'plans');
    synthesize({ artifacts: { input: 'changed' } });
    expect(kda('apply-stacks')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('The plan of artifacts belongs to an earlier synthesis'),
    });
    writeFileSync(join(folder, 'plans/synthesized-from'), '{"environment":"production","settings":"x"}');
    expect(kda('review-plan', 'plans')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'plans belongs to the environment "production", but KDA_ENVIRONMENT selects "default"',
      ),
    });
  },
  3 * MINUTES,
);

test(
  'exit codes: 2 for a file that is no plan and for wrong usage, 0 for a loss that is meant',
  () => {
    const plan = (name: string) => join(__dirname, 'plans', `${name}.json`);
    expect(kda('review-plan')).toMatchObject({ status: 2, stderr: expect.stringContaining('No plan is given') });
    expect(kda('review-plan', 'missing.json')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('missing.json does not exist. Make the plans first: '),
    });
    expect(kda('review-plan', plan('rename.application'), '--allow', 'tables:a')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--allow is "tables:a"'),
    });
    expect(kda('review-plan', plan('rename.application')).status).toBe(1);
    expect(
      kda(
        'review-plan',
        plan('rename.application'),
        '--allow',
        'application-replaced:aws_kinesisanalyticsv2_application.*',
      ).status,
    ).toBe(0);
    const exception = {
      refusal: 'application-replaced',
      address: '*',
      why: 'Renamed on purpose.',
      until: '2999-01-01',
    };
    writeFileSync(join(folder, 'plan-exceptions.json'), JSON.stringify([exception]));
    expect(kda('review-plan', plan('rename.application'))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('**Allowed on purpose: 1 loss**'),
    });
    expect(kda('plan-stacks', '--out', 'plans')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cdktf.out/manifest.json does not exist. Run "npx cdktf synth" first.'),
    });
  },
  2 * MINUTES,
);
