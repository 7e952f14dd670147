import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { useBackend } from '../../../stacks/shared/deployment-stack';
import { forgetOtherBackends } from '../../../stacks/synthesis/remembered-backend';
import { settingsWith } from '../../settings-with';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('remembered-backend');

const S3 = { kind: 's3', bucket: 'the-state', region: 'eu-west-1' };
const CLOUD = { kind: 'terraform-cloud', organization: 'acme' };
const LOCAL = { kind: 'local' };

/** The Terraform block of the stack as an environment has it. */
function terraformOf(environment: string, state: object): TerraformBlock {
  const stack = new TerraformStack(new App({ outdir: folder.path }), 'artifacts');
  useBackend(stack, { ...settingsWith({ state }), environment });
  return stack.toTerraform().terraform;
}

interface TerraformBlock {
  readonly backend?: Readonly<Record<string, object>>;
  readonly cloud?: object;
}

/** Writes the stack as `cdktf synth` of the environment does. */
function synth(environment: string, state: object): void {
  mkdirSync(join(folder.path, 'stacks', 'artifacts'), { recursive: true });
  const json = { terraform: terraformOf(environment, state) };
  writeFileSync(join(folder.path, 'stacks', 'artifacts', 'cdk.tf.json'), JSON.stringify(json));
}

const file = () => join(folder.path, 'stacks', 'artifacts', '.terraform', 'terraform.tfstate');

/** Leaves what `terraform init` leaves: it writes every argument of a backend, those that are not given as null. */
function init(environment: string, state: object): void {
  const { backend = {}, cloud } = terraformOf(environment, state);
  const [type, config] = cloud === undefined ? (Object.entries(backend)[0] ?? []) : ['cloud', cloud];
  remember({ version: 3, terraform_version: '1.11.4', backend: { type, config: { ...config, token: null }, hash: 1 } });
}

function remember(content: unknown): void {
  mkdirSync(join(folder.path, 'stacks', 'artifacts', '.terraform', 'providers'), { recursive: true });
  writeFileSync(file(), typeof content === 'string' ? content : JSON.stringify(content));
}

describe.each([
  ['a local file', LOCAL],
  ['S3', S3],
  ['Terraform Cloud', CLOUD],
])('what is remembered of a state in %s', (_where, state) => {
  test('is forgotten when it is another environment’s, and nothing beside it', () => {
    synth('default', state);
    init('production', state);
    forgetOtherBackends('default', folder.path);

    expect(existsSync(file())).toBe(false);
    expect(existsSync(join(folder.path, 'stacks', 'artifacts', '.terraform', 'providers'))).toBe(true);
  });

  test('is forgotten when default has its state elsewhere', () => {
    synth('default', state === S3 ? LOCAL : S3);
    init('production', state);
    forgetOtherBackends('default', folder.path);

    expect(existsSync(file())).toBe(false);
  });

  test('is kept when it is the environment’s own', () => {
    synth('default', state);
    init('default', state);
    forgetOtherBackends('default', folder.path);

    expect(existsSync(file())).toBe(true);
  });

  test('is kept when the environment’s own state was there before: it is copied from there', () => {
    synth('default', state === S3 ? LOCAL : S3);
    init('default', state);
    forgetOtherBackends('default', folder.path);

    expect(existsSync(file())).toBe(true);
  });
});

test.each([
  ['another folder', LOCAL, { kind: 'local', directory: '../states' }],
  ['another bucket', S3, { ...S3, bucket: 'the-other-state' }],
  ['another prefix of keys', S3, { ...S3, keyPrefix: 'team/kda' }],
  ['another organization', CLOUD, { ...CLOUD, organization: 'acme-emea' }],
  ['another prefix of workspaces', CLOUD, { ...CLOUD, workspacePrefix: 'flink' }],
])('the environment’s own state in %s is kept', (_where, before, now) => {
  synth('default', now);
  init('default', before);
  forgetOtherBackends('default', folder.path);

  expect(existsSync(file())).toBe(true);
});

test.each([
  ['the state of somebody else’s form', { backend: { type: 'local', config: { path: '/states/mine.tfstate' } } }],
  [
    'a backend that these stacks have none of',
    { backend: { type: 'http', config: { address: 'https://x/production/artifacts.tfstate' } } },
  ],
  ['no backend', { version: 3 }],
  ['something else than JSON', 'not JSON'],
])('%s is left as it is', (_what, content) => {
  synth('default', LOCAL);
  remember(content);
  forgetOtherBackends('default', folder.path);

  expect(readFileSync(file(), 'utf8')).toBe(typeof content === 'string' ? content : JSON.stringify(content));
});

test('a backend that was made otherwise, with a folder that is no environment, is the stack’s own', () => {
  mkdirSync(join(folder.path, 'stacks', 'artifacts'), { recursive: true });
  const config = { bucket: 'b', key: 'team/artifacts.tfstate' };
  writeFileSync(
    join(folder.path, 'stacks', 'artifacts', 'cdk.tf.json'),
    JSON.stringify({ terraform: { backend: { s3: config } } }),
  );
  remember({ backend: { type: 's3', config } });
  forgetOtherBackends('default', folder.path);

  expect(existsSync(file())).toBe(true);
});

test('a stack that the environment does not have, of another one, is forgotten as well', () => {
  init('production', LOCAL);
  forgetOtherBackends('default', folder.path);

  expect(existsSync(file())).toBe(false);
});

test('without stacks there is nothing to forget', () => {
  expect(() => forgetOtherBackends('default', folder.path)).not.toThrow();
});
