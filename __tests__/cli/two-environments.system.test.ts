import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { localOverride } from '../../local/terraform/local-override';
import { providerSource } from '../../local/terraform/provider-mirror';
import { outputFolder, synthesizedStacks } from '../../stacks/synthesis/synthesized-stacks';
import { findTerraform } from '../../tools/terraform';
import { copyCheckout } from '../../trials/reproducibility/copy-checkout';
import { type Ended, ended } from './state-bucket/scratch-stack';

/** One checkout, two environments, real cdktf and Terraform on the local cloud. The tests go on from one another. */
jest.setTimeout(240_000);

const PROJECT = resolve(__dirname, '../..');
/** The second one has the name of a folder that cdktf makes. */
const ENVIRONMENTS = ['default', 'stacks'] as const;
type Environment = (typeof ENVIRONMENTS)[number];

let folder: string;
let checkout: string;
let cloud: LocalCloud;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'two-environments-'));
  checkout = join(folder, 'checkout');
  copyCheckout(PROJECT, checkout, { linkModules: true });
  for (const environment of ENVIRONMENTS) {
    const settings = {
      name: `orders-${environment}`,
      region: 'eu-west-1',
      artifacts: { bucket: `orders-artifacts-${environment}` },
      snapshots: { applications: ['orders'] },
    };
    writeFileSync(join(checkout, 'config', `${environment}.json`), JSON.stringify(settings));
  }
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: 'eu-west-1',
    accountId: '000000000000',
    engine: 'simulated',
    report: () => {},
  });
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  env = {
    ...providerSource(join(folder, 'terraform'), Object.fromEntries(own)).environment,
    ...cloud.environment,
    TERRAFORM_BINARY_NAME: findTerraform().binary,
    CI: '1',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
  };
});

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const node = (environment: Environment, ...args: string[]): Promise<Ended> =>
  ended(process.execPath, args, { cwd: checkout, env: { ...env, KDA_ENVIRONMENT: environment } });
const cdktf = (environment: Environment, ...args: string[]) =>
  node(environment, 'node_modules/cdktf-cli/bundle/bin/cdktf', ...args);

/** The provider's answers to a local cloud; the state stays where the settings have it. */
function toLocalCloud(environment: Environment): void {
  const { provider } = JSON.parse(JSON.stringify(localOverride('', [])));
  for (const stack of synthesizedStacks(outputFolder(environment, join(checkout, 'cdktf.out')))) {
    writeFileSync(join(stack.folder, 'local_override.tf.json'), JSON.stringify({ provider }));
  }
}

const bucketInState = (environment: Environment): unknown =>
  JSON.parse(readFileSync(join(checkout, '.local/state', environment, 'artifacts.tfstate'), 'utf8')).outputs[
    'artifacts-bucket'
  ].value;

test('each environment is deployed into its own state, and nobody is asked to move one', async () => {
  for (const environment of ENVIRONMENTS) {
    expect(await cdktf(environment, 'synth')).toMatchObject({ code: 0 });
    toLocalCloud(environment);
    const deployed = await cdktf(environment, 'deploy', 'artifacts', '--auto-approve', '--skip-provider-lock');
    expect(deployed).toMatchObject({ code: 0, output: expect.stringContaining('Apply complete!') });
    expect(deployed.output).not.toMatch(/migrat|Backend configuration changed/i);
  }
  expect(ENVIRONMENTS.map(bucketInState)).toEqual(['orders-artifacts-default', 'orders-artifacts-stacks']);
});

test('the first one goes on as if the second were not there', async () => {
  const again = await cdktf('default', 'diff', 'artifacts', '--skip-provider-lock');
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining('No changes.') });
  expect(again.output).not.toMatch(/migrat|Backend configuration changed/i);
});

test('kda plan-stacks plans the chosen environment, though the other one was synthesized last', async () => {
  const planned = await node('stacks', 'bin/kda.js', 'plan-stacks', '--out', join(folder, 'plans'));
  expect(planned).toMatchObject({ code: 0, output: expect.stringContaining('Environment stacks') });
  expect(planned.output).toContain('artifacts: no changes');
  const plan = JSON.parse(readFileSync(join(folder, 'plans/artifacts.json'), 'utf8'));
  expect(plan.planned_values.outputs['artifacts-bucket'].value).toBe('orders-artifacts-stacks');
});
