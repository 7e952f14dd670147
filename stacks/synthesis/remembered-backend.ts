import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** File below a stack's folder in which `terraform init` stores the last used backend. */
const REMEMBERED = join('.terraform', 'terraform.tfstate');

const rememberedSchema = z.object({
  backend: z.object({ type: z.string(), config: z.record(z.string(), z.unknown()) }).optional(),
});
const stackSchema = z.object({
  terraform: z.object({
    backend: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    cloud: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** Backend, reduced to the location of the state. */
interface Backend {
  readonly type: string;
  /** Values that distinguish two places, in JSON, such as a key of S3 or a workspace. */
  readonly place: string;
  /** Part of the place that names environment and stack: a path, a key or a workspace. */
  readonly name: string;
}

/**
 * Removes what Terraform remembers about another environment's state. Until November 2026 all environments shared a
 * folder, and Terraform would offer to move the other state into this environment's. The place of this environment's
 * own state is kept, also an earlier one: `terraform init -migrate-state` copies from there.
 *
 * @param folder the synthesized stacks, each with its own backend in `cdk.tf.json`.
 */
export function forgetOtherBackends(environment: string, folder: string): void {
  const stacks = join(folder, 'stacks');
  if (!existsSync(stacks)) return;
  for (const { name: stack } of readdirSync(stacks, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const file = join(stacks, stack, REMEMBERED);
    const remembered = rememberedBackend(file);
    const own = ownBackend(join(stacks, stack, 'cdk.tf.json'));
    if (remembered === undefined || isSamePlace(remembered, own)) continue;
    if (isOfAnotherEnvironment(remembered, environment, stack)) rmSync(file);
  }
}

function isSamePlace(one: Backend, other: Backend | undefined): boolean {
  return one.type === other?.type && one.place === other.place;
}

/**
 * True if the place of a state has a form of stacks/shared/backend.ts and names another environment; false for any
 * other form.
 */
function isOfAnotherEnvironment({ type, name }: Backend, environment: string, stack: string): boolean {
  if (type === 'cloud') return name.endsWith(`-${stack}`) && !name.endsWith(`-${environment}-${stack}`);
  const [of, file] = name.split(/[\\/]/).slice(-2);
  return file === `${stack}.tfstate` && of !== environment;
}

function rememberedBackend(file: string): Backend | undefined {
  const { backend } = readJson(file, rememberedSchema) ?? {};
  return backend && backendOf(backend.type, backend.config);
}

function ownBackend(file: string): Backend | undefined {
  const { cloud, backend = {} } = readJson(file, stackSchema)?.terraform ?? {};
  if (cloud !== undefined) return backendOf('cloud', cloud);
  const [written] = Object.entries(backend);
  return written && backendOf(...written);
}

function backendOf(type: string, config: Readonly<Record<string, unknown>>): Backend | undefined {
  const { path, bucket, key, hostname, organization, workspaces } = config;
  switch (type) {
    case 'local':
      return { type, place: JSON.stringify([path]), name: String(path) };
    case 's3':
      return { type, place: JSON.stringify([bucket, key]), name: String(key) };
    case 'cloud': {
      const name = String(Object(workspaces).name);
      return { type, place: JSON.stringify([hostname, organization, name]), name };
    }
    default:
      return undefined;
  }
}

/** Content of the file; `undefined` if it is missing or was not written by Terraform. */
function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
