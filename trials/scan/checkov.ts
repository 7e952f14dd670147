import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { run } from '../../tools/processes/run';
import { ensurePythonEnvironment, type PythonEnvironment } from '../../tools/python-environment';

/** A stack as it was synthesized. */
export interface ScannedStack {
  readonly id: string;
  /** The very text of its cdk.tf.json. */
  readonly json: string;
}

/** One check that one resource passed or failed. */
export interface CheckResult {
  readonly stack: string;
  /** Type and id in Terraform: `aws_sqs_queue.queue`. */
  readonly address: string;
  /** Checkov's id of it, such as CKV_AWS_117. */
  readonly check: string;
  /** Requirement in Checkov's words. */
  readonly asks: string;
  readonly passed: boolean;
}

const resources = z.object({ resource: z.record(z.string(), z.record(z.string(), z.unknown())) });

const record = z.object({
  check_id: z.string(),
  check_name: z.string(),
  /** `/<stack>/cdk.tf.json` */
  file_path: z.string(),
  /** `resource.<id>` of a check of attributes, `<type>.<id>` of one of connections, `provider.aws`. */
  resource: z.string(),
});
const report = z.object({
  results: z.object({
    passed_checks: z.array(record),
    failed_checks: z.array(record),
    parsing_errors: z.array(z.string()),
  }),
});

/** Installs Checkov below `folder`, once. @throws Error with pip's last words; see ensurePythonEnvironment. */
export function ensureCheckov(folder: string, say: (line: string) => void): Promise<PythonEnvironment> {
  const requirements = join(__dirname, 'requirements.txt');
  return ensurePythonEnvironment({ name: 'Checkov 3.3.30', requirements, takes: 'half a minute' }, folder, say);
}

/**
 * Findings of Checkov in the stacks of one deployment, without network.
 *
 * @param folder for its files; emptied first.
 * @throws Error when it could not read a stack, or reports on an unknown one: then nothing was proven.
 */
export async function runCheckov(
  { python }: PythonEnvironment,
  stacks: readonly ScannedStack[],
  folder: string,
): Promise<CheckResult[]> {
  await rm(folder, { recursive: true, force: true });
  for (const { id, json } of stacks) {
    await mkdir(join(folder, 'stacks', id), { recursive: true });
    await writeFile(join(folder, 'stacks', id, 'cdk.tf.json'), withResourcesOnly(json));
  }
  const fixed = ['--framework', 'terraform_json', '--skip-download', '--soft-fail', '--compact', '--output', 'json'];
  const folders = ['--directory', join(folder, 'stacks'), '--output-file-path', folder];
  await run(python, [join(__dirname, 'run-checkov.py'), ...fixed, ...folders], {
    cwd: folder,
    environment: environment(folder),
  });
  const { results } = report.parse(JSON.parse(await readFile(join(folder, 'results_json.json'), 'utf8')));
  if (results.parsing_errors.length > 0) {
    throw new Error(`Checkov could not read ${results.parsing_errors.join(', ')}, so it checked nothing there.`);
  }
  const found = [
    ...results.failed_checks.map((failed) => checkResult(failed, stacks, false)),
    ...results.passed_checks.map((passed) => checkResult(passed, stacks, true)),
  ];
  const unseen = stacks.filter(({ id }) => !found.some(({ stack }) => stack === id));
  if (unseen.length > 0) {
    throw new Error(`Checkov reports nothing about ${unseen.map(({ id }) => id).join(', ')}: it did not read it.`);
  }
  return found;
}

/**
 * Checkov 3.3.30 takes every value in the block `terraform` for a block of its own, fails at `required_version`, and then
 * passes over the whole file (seen). There is nothing in it to check: versions and the place of the state. So it does at
 * a block `removed`, which names only what Terraform forgets.
 */
function withResourcesOnly(json: string): string {
  const {
    terraform: _terraform,
    removed: _removed,
    ...rest
  } = z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  return JSON.stringify(rest, undefined, 2);
}

/** Nothing of the caller's, such as a key for its makers' platform; what would go out goes to a port where nobody listens. */
function environment(folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: folder,
    TMPDIR: folder,
    CKV_SKIP_PACKAGE_UPDATE_CHECK: 'true',
    HTTP_PROXY: NOBODY,
    HTTPS_PROXY: NOBODY,
  };
}

const NOBODY = 'http://127.0.0.1:1';

function checkResult(
  { check_id, check_name, file_path, resource }: z.infer<typeof record>,
  stacks: readonly ScannedStack[],
  passed: boolean,
): CheckResult {
  const stack = stacks.find(({ id }) => file_path === `/${id}/cdk.tf.json`);
  const id = resource.split('.').at(-1) ?? '';
  // Checkov names only a block that is no resource by its own address: `provider.aws`.
  const isResource = !/^(data|locals|module|output|provider|variable)\./.test(resource);
  const addresses = stack === undefined ? [] : isResource ? addressesOf(stack, id) : [resource];
  const [address] = addresses;
  if (stack === undefined || address === undefined || addresses.length > 1) {
    throw new Error(
      `Checkov reports ${check_id} about ${resource} in ${file_path}: expected one resource of that id, found ${addresses.length}.`,
    );
  }
  return { stack: stack.id, address, check: check_id, asks: check_name, passed };
}

function addressesOf({ json }: ScannedStack, id: string): string[] {
  return Object.entries(resources.parse(JSON.parse(json)).resource).flatMap(([type, byId]) =>
    id in byId ? [`${type}.${id}`] : [],
  );
}
