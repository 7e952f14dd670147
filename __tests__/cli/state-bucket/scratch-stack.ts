import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { App } from 'cdktf';
import { readArtifactFiles } from '../../../config/model/artifact-files';
import { type Settings, settingsSchema } from '../../../config/schema/settings';
import { localOverride, writeLocalOverride } from '../../../local/terraform/local-override';
import { providerSource } from '../../../local/terraform/provider-mirror';
import { addStacks } from '../../../stacks/deployment';
import { findTerraform } from '../../../tools/terraform';

const PROJECT = resolve(__dirname, '../../..');
const STACK = 'application';

/** Result of a command, with both of its outputs. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a command to its end, whatever the end is. */
export function ended(
  binary: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return new Promise((resolveEnd) => {
    execFile(binary, [...args], { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolveEnd({ code, output: stripVTControlCharacters(`${stdout}${stderr}`) });
    });
  });
}

/** The stack of the application in a folder of its own: synthesized again and again there, as in a checkout. */
export interface ScratchStack {
  /** Folder in which Terraform runs. */
  readonly folder: string;
  /** Synthesizes with this state; for the local cloud, with an override beside it that keeps the kind of state. */
  synthesize(state: object): void;
  terraform(...args: string[]): Promise<Ended>;
  cdktf(...args: string[]): Promise<Ended>;
}

/** @param cloud variables that make Terraform use the local cloud. */
export function scratchStack(folder: string, cloud: NodeJS.ProcessEnv): ScratchStack {
  const outdir = join(folder, 'cdktf.out');
  const stackFolder = join(outdir, 'stacks', STACK);
  mkdirSync(folder, { recursive: true });
  const [jar, lambdaZip] = [join(folder, 'user-service.jar'), join(folder, 'snapshot-manager.zip')];
  for (const file of [jar, lambdaZip]) writeFileSync(file, 'stands for a build');
  const { binary } = findTerraform();
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...providerSource(join(folder, 'terraform'), Object.fromEntries(own)).environment,
    ...cloud,
    TERRAFORM_BINARY_NAME: binary,
    CI: '1',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
  };

  return {
    folder: stackFolder,
    synthesize: (state) => {
      const settings: Settings = {
        ...settingsSchema.parse({
          artifacts: { bucket: 'acme-artifacts' },
          application: {},
          region: 'eu-west-1',
          state,
        }),
        environment: 'test',
      };
      const app = new App({ outdir });
      addStacks(app, settings, readArtifactFiles({ jar, lambdaZip }));
      app.synth();
      if (settings.state.kind === 's3') keepS3(stackFolder);
      else writeLocalOverride(stackFolder, STACK, join(folder, 'state'), []);
    },
    terraform: (...args) => ended(binary, args, { cwd: stackFolder, env }),
    cdktf: (command, ...args) =>
      ended(
        process.execPath,
        [
          join(PROJECT, 'node_modules/cdktf-cli/bundle/bin/cdktf'),
          command ?? '',
          STACK,
          ...args,
          '--skip-synth',
          '--skip-provider-lock',
          '--output',
          outdir,
        ],
        { cwd: PROJECT, env },
      ),
  };
}

/** The override of a local deployment, but with the synthesized S3 backend, told not to look for real AWS. */
function keepS3(stackFolder: string): void {
  const { terraform } = JSON.parse(readFileSync(join(stackFolder, 'cdk.tf.json'), 'utf8'));
  const s3 = {
    ...terraform.backend.s3,
    use_path_style: true,
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: true,
  };
  const override = { ...localOverride('', []), terraform: { backend: { s3 } } };
  writeFileSync(join(stackFolder, 'local_override.tf.json'), JSON.stringify(override));
}
