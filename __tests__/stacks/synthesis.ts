import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { readArtifactFiles } from '../../config/model/artifact-files';
import type { StackId } from '../../config/model/stack-ids';
import type { Settings } from '../../config/schema/settings';
import { addStacks } from '../../stacks/deployment';
import { settingsWith } from '../settings-with';

/** The account and partition of an ARN, as the stacks write them: known at plan time. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own syntax
export const ARN = 'arn:${data.aws_partition.partition.partition}';
// biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own syntax
export const ACCOUNT = '${data.aws_caller_identity.account.account_id}';

/** Part of a stack's cdk.tf.json that the tests read. */
export interface StackJson {
  readonly provider: Readonly<Record<string, readonly unknown[]>>;
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
  readonly output: Readonly<Record<string, { readonly value: string; readonly sensitive?: boolean }>>;
}

export type Resource = Readonly<Record<string, unknown>>;

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: unknown;
}

export interface Synthesis {
  /** The folder that cdktf wrote; delete it with `dispose`. */
  readonly folder: string;
  /** Ids of the written stacks. */
  readonly stackIds: readonly string[];
  /** A stack that was not written has nothing in it. */
  readonly stacks: Readonly<Record<StackId, StackJson>>;
  /** The very bytes of each stack's JSON. */
  readonly texts: Readonly<Record<StackId, string>>;
  dispose(): void;
}

const NO_STACK = JSON.stringify({ provider: {}, terraform: {}, resource: {}, output: {} });

/** Content in place of the JAR and the zip, whose hashes alone matter here. */
export const JAR_CONTENT = 'not really a JAR';
export const ZIP_CONTENT = 'not really a zip';

/** Synthesizes all stacks into a folder of their own, as `cdktf synth` would. */
export function synthesize(settings: Settings = settingsWith(), content = { jar: JAR_CONTENT }): Synthesis {
  const folder = mkdtempSync(join(tmpdir(), 'synth-test-'));
  const jar = join(folder, 'user-service.jar');
  const lambdaZip = join(folder, 'snapshot-manager.zip');
  writeFileSync(jar, content.jar);
  writeFileSync(lambdaZip, ZIP_CONTENT);

  const app = new App({ outdir: join(folder, 'cdktf.out') });
  addStacks(app, settings, readArtifactFiles({ ...(settings.application ? { jar } : {}), lambdaZip }));
  app.synth();

  const stackIds = readdirSync(join(folder, 'cdktf.out/stacks')).sort();
  const read = (stack: StackId) =>
    stackIds.includes(stack) ? readFileSync(join(folder, 'cdktf.out/stacks', stack, 'cdk.tf.json'), 'utf8') : NO_STACK;
  const texts = {
    artifacts: read('artifacts'),
    application: read('application'),
    snapshots: read('snapshots'),
    upkeep: read('upkeep'),
  };
  const parse = (stack: StackId): StackJson => JSON.parse(texts[stack]);
  return {
    folder,
    stackIds,
    texts,
    stacks: {
      artifacts: parse('artifacts'),
      application: parse('application'),
      snapshots: parse('snapshots'),
      upkeep: parse('upkeep'),
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

/** Every resource of a type. @throws when there is none: a test over all of them would say nothing. */
export function resources(stack: StackJson, type: string): Resource[] {
  const found = Object.values(stack.resource[type] ?? {});
  if (found.length === 0) throw new Error(`The stack has no ${type}.`);
  return found;
}

/** The one resource of a type. */
export function resource(stack: StackJson, type: string): Resource {
  const [only, ...others] = resources(stack, type);
  if (!only || others.length > 0) throw new Error(`The stack has ${others.length + 1} of ${type}, expected one.`);
  return only;
}

/** The statements of a policy in JSON. */
export function statementsOf(policy: unknown): PolicyStatement[] {
  return JSON.parse(String(policy)).Statement;
}

/** A statement's actions as a list. */
export function actionsOf({ Action }: PolicyStatement): readonly string[] {
  return typeof Action === 'string' ? [Action] : Action;
}
