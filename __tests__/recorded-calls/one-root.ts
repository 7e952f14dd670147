import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalDeployment } from '../../local/terraform/cdktf';
import { localOverride } from '../../local/terraform/local-override';
import { run } from '../../tools/processes/run';
import { ADDED, CHANGES } from './changes';
import { attributesOf, withChanges } from './stack-attributes';

type Fields = Record<string, unknown>;
type ByType = Record<string, Record<string, Fields>>;

interface StackJson {
  readonly terraform: Fields;
  readonly provider: { readonly aws: readonly Fields[] };
  readonly data?: ByType;
  readonly resource: ByType;
}

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: Fields; readonly dependencies?: readonly string[] }[];
}

interface State extends Fields {
  readonly resources: readonly StateResource[];
}

/** Values of an attribute in JSON, by type and path, such as `aws_iam_role description`. */
export type AttributeValues = ReadonlyMap<string, string>;

/**
 * Root module with all stacks of a deployment and one state, so that one run of Terraform changes everything. The
 * resources are exactly those of the stacks; their states are copied, so the deployment's own are out of date
 * afterwards.
 */
export class OneRoot {
  private readonly stateFile: string;

  constructor(
    private readonly deployment: LocalDeployment,
    private readonly folder: string,
  ) {
    // Not Terraform's default name: init would take it for a state to migrate, and empty it.
    this.stateFile = join(folder, 'all-stacks.tfstate');
    mkdirSync(folder, { recursive: true });
  }

  /** Takes over stacks and states as they are. */
  async open(): Promise<void> {
    const states: State[] = this.stacks().map((stack) => read(join(this.deployment.stateFolder, `${stack}.tfstate`)));
    const resources = states.flatMap((state) => state.resources).filter(({ mode }) => mode === 'managed');
    const everything = { ...states[0], outputs: {}, resources: withBucketLast(resources), check_results: null };
    writeFileSync(this.stateFile, JSON.stringify(everything));
    this.write('as deployed');
    await this.terraform('init', '-input=false');
  }

  /** Changes every attribute of changes.ts. */
  change(): Promise<string[]> {
    return this.apply('changed');
  }

  changeBack(): Promise<string[]> {
    return this.apply('as deployed');
  }

  async destroy(): Promise<void> {
    await this.terraform('destroy', '-auto-approve', '-refresh=false', '-input=false');
  }

  /** Attributes in the present state. */
  attributes(): AttributeValues {
    const state: State = read(this.stateFile);
    const found = new Map<string, string>();
    // Terraform sorts them when it writes; before, they stand stack by stack.
    for (const { type, name, instances } of [...state.resources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      for (const [path, values] of attributesOf(instances[0]?.attributes ?? {})) {
        const key = `${type} ${path}`;
        found.set(key, `${found.get(key) ?? ''}${name} ${JSON.stringify(values)}\n`);
      }
    }
    return found;
  }

  /** @returns what Terraform did: `update aws_iam_role.…`, one a resource. */
  private async apply(form: Form): Promise<string[]> {
    this.write(form);
    // What stands was compared by the plans before: only what is changed is read again.
    const lines = await this.terraform('apply', '-auto-approve', '-refresh=false', '-input=false', '-json');
    return lines
      .filter((line) => line.includes('"type":"planned_change"'))
      .map((line) => JSON.parse(line).change)
      .map(({ action, resource }) => `${action} ${resource.addr}`);
  }

  private stacks(): string[] {
    return readdirSync(join(this.deployment.output, 'stacks')).sort();
  }

  private write(form: Form): void {
    const stacks = this.stacks().map((stack) => {
      const folder = join(this.deployment.output, 'stacks', stack);
      return { folder, json: read<StackJson>(join(folder, 'cdk.tf.json')) };
    });
    const [first] = stacks;
    if (first === undefined) throw new Error(`There is no stack in ${this.deployment.output}.`);
    const resource: ByType = {};
    const data: ByType = {};
    for (const { folder, json } of stacks) {
      merge(data, json.data ?? {}, (_type, one) => one);
      merge(resource, json.resource, (type, one) => inForm(type, withAbsoluteSource(type, one, folder), form));
    }
    const [provider = {}] = first.json.provider.aws;
    const override = localOverride(this.stateFile, []) as { provider: { aws: Fields[] } };
    const root = {
      terraform: { ...first.json.terraform, backend: { local: { path: this.stateFile } } },
      provider: { aws: [{ ...provider, ...override.provider.aws[0], default_tags: tagsIn(provider, form) }] },
      data,
      resource,
    };
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify(root, undefined, 2));
  }

  private terraform(...args: readonly string[]): Promise<string[]> {
    const { environment, onLine, signal } = this.deployment;
    return run(environment.TERRAFORM_BINARY_NAME ?? 'terraform', args, {
      cwd: this.folder,
      environment,
      onLine,
      signal,
    });
  }
}

/** The bucket is destroyed after what lies in it: the stacks know each other's by name only, so no state says so. */
function withBucketLast(resources: readonly StateResource[]): StateResource[] {
  const buckets = resources.filter(({ type }) => type === 'aws_s3_bucket').map(({ type, name }) => `${type}.${name}`);
  return resources.map((resource) => {
    if (!/^aws_s3_(?!bucket$)/.test(resource.type)) return resource;
    const instances = resource.instances.map((instance) => ({
      ...instance,
      dependencies: [...new Set([...(instance.dependencies ?? []), ...buckets])],
    }));
    return { ...resource, instances };
  });
}

type Form = 'as deployed' | 'changed';

function merge(into: ByType, from: ByType, form: (type: string, one: Fields) => Fields): void {
  for (const [type, byName] of Object.entries(from)) {
    for (const [name, one] of Object.entries(byName)) into[type] = { ...into[type], [name]: form(type, one) };
  }
}

function inForm(type: string, resource: Fields, form: Form): Fields {
  // Else the tables' protection, which the owner sets, is not changed, and nothing could be destroyed.
  const { lifecycle: _protected, ...free } = resource;
  const added = ADDED[type] ?? {};
  if (form === 'as deployed') {
    const off = Object.entries(added).flatMap(([name, value]) => (value === true ? [[name, false] as const] : []));
    return { ...free, ...Object.fromEntries(off) };
  }
  const changes = CHANGES[type] ?? {};
  const changed = withChanges(free, (path, value) => {
    const change = changes[path];
    return change === undefined ? value : change(value);
  });
  return { ...changed, ...added };
}

/** The source of an object is a file beside the stack; that of a copied object is an object. */
function withAbsoluteSource(type: string, resource: Fields, folder: string): Fields {
  if (type !== 'aws_s3_object' || typeof resource.source !== 'string') return resource;
  return { ...resource, source: join(folder, resource.source) };
}

function tagsIn({ default_tags: written }: Fields, form: Form): unknown {
  const [{ tags } = { tags: {} }] = written as { tags: Fields }[];
  return [{ tags: form === 'changed' ? { ...tags, changed: 'yes' } : tags }];
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
