import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { App } from 'cdktf';
import { readArtifactFiles } from '../../config/model/artifact-files';
import { providerSource } from '../../local/terraform/provider-mirror';
import { addStacks } from '../../stacks/deployment';
import { findTerraform } from '../../tools/terraform';
import { settingsWith } from '../settings-with';
import { type FakeTerraformCloud, startFakeTerraformCloud } from './fake-terraform-cloud';

const PROJECT = resolve(__dirname, '../..');
const HOST = 'tfe.example.com';
const TOKEN = 'not-a-real-token';
const run = promisify(execFile);

// The real Terraform and cdktf against an API of the test's own: what a remote run gets is what they upload.
jest.setTimeout(180_000);
let folder: string;
let cloud: FakeTerraformCloud;
let environment: NodeJS.ProcessEnv;
let stackFolder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-cloud-'));
  cloud = await startFakeTerraformCloud('acme', TOKEN);
  const [jar, lambdaZip] = [join(folder, 'user-service.jar'), join(folder, 'snapshot-manager.zip')];
  writeFileSync(jar, randomBytes(3_000_000));
  writeFileSync(lambdaZip, randomBytes(200_000));
  const app = new App({ outdir: join(folder, 'cdktf.out') });
  const state = { kind: 'terraform-cloud', organization: 'acme', hostname: HOST };
  addStacks(app, settingsWith({ state }), readArtifactFiles({ jar, lambdaZip }));
  app.synth();
  stackFolder = join(folder, 'cdktf.out/stacks/artifacts');
  environment = { ...terraformTurnedTo(cloud.api), CI: '1', NO_COLOR: '1', FORCE_COLOR: '0' };
});

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

/** The CLI configuration of this machine, and that the host's API is found at the fake's address, with a token for it. */
function terraformTurnedTo(api: string): NodeJS.ProcessEnv {
  const source = providerSource(join(folder, 'terraform')).environment;
  const own = source.TF_CLI_CONFIG_FILE ?? join(homedir(), '.terraformrc');
  const file = join(folder, 'cloud.tfrc');
  const host = `host "${HOST}" {\n  services = { "tfe.v2" = "${api}" }\n}\n`;
  writeFileSync(file, `${existsSync(own) ? readFileSync(own, 'utf8') : ''}\n${host}`);
  return { ...source, TF_CLI_CONFIG_FILE: file, TF_TOKEN_tfe_example_com: TOKEN };
}

/** Files of a packed archive with the SHA-256 of their content. */
async function contentOf(archive: Buffer | undefined): Promise<Record<string, string>> {
  const unpacked = mkdtempSync(join(folder, 'upload-'));
  writeFileSync(join(unpacked, 'upload.tar.gz'), archive ?? '');
  const root = join(unpacked, 'content');
  mkdirSync(root);
  await run('tar', ['-xzf', join(unpacked, 'upload.tar.gz'), '-C', root]);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [relative(root, file), createHash('sha256').update(readFileSync(file)).digest('hex')];
    }),
  );
}

/** Path and hash of each uploaded file in the stack's JSON. */
function expectedAssets(): Record<string, string> {
  const { resource } = JSON.parse(readFileSync(join(stackFolder, 'cdk.tf.json'), 'utf8'));
  const objects: { source: string; source_hash: string }[] = Object.values(resource.aws_s3_object);
  return Object.fromEntries(objects.map(({ source, source_hash }) => [source, source_hash]));
}

test('an init makes the workspace of the stack', async () => {
  await run(findTerraform().binary, ['init', '-input=false'], { cwd: stackFolder, env: environment });

  expect(cloud.workspaces).toEqual(['kda-snapshots-test-artifacts']);
});

test('a remote plan carries the stack’s JSON, the provider lock, the JAR and the zip, and nothing else', async () => {
  const { stdout } = await run(findTerraform().binary, ['plan', '-input=false', '-no-color'], {
    cwd: stackFolder,
    env: environment,
  });

  expect(stdout).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  expect(cloud.uploads).toHaveLength(1);
  const assets = expectedAssets();
  expect(
    Object.keys(assets)
      .map((path) => path.split('/').at(-1))
      .sort(),
  ).toEqual(['snapshot-manager.zip', 'user-service.jar']);
  const json = createHash('sha256')
    .update(readFileSync(join(stackFolder, 'cdk.tf.json')))
    .digest('hex');
  expect(await contentOf(cloud.uploads[0])).toEqual({
    ...assets,
    'cdk.tf.json': json,
    '.terraform.lock.hcl': expect.any(String),
  });
});

/** cdktf as a person calls it, but that it does not ask the registry for the hashes of remote runs' platform. */
async function cdktf(...args: string[]): Promise<string> {
  const binary = join(PROJECT, 'node_modules/cdktf-cli/bundle/bin/cdktf');
  const options = ['--skip-synth', '--skip-provider-lock', '--output', join(folder, 'cdktf.out')];
  return (await run(process.execPath, [binary, ...args, ...options], { cwd: PROJECT, env: environment })).stdout;
}

test('cdktf diff makes the same upload without any setting of its own', async () => {
  expect(await cdktf('diff', 'artifacts')).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  expect(await contentOf(cloud.uploads[1])).toEqual(await contentOf(cloud.uploads[0]));
});

test('so does cdktf deploy, and the remote run applies it', async () => {
  const said = await cdktf('deploy', 'artifacts', '--auto-approve');

  expect(said).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.');
  expect(said).toContain('artifacts-bucket = the artifacts-bucket');
  expect(await contentOf(cloud.uploads[2])).toEqual(await contentOf(cloud.uploads[0]));
});

test('a wrong token is refused before anything is uploaded', async () => {
  const uploads = cloud.uploads.length;

  await expect(
    run(findTerraform().binary, ['plan', '-input=false', '-no-color'], {
      cwd: stackFolder,
      env: { ...environment, TF_TOKEN_tfe_example_com: 'another' },
    }),
  ).rejects.toThrow(/unauthorized/);
  expect(cloud.uploads).toHaveLength(uploads);
});
