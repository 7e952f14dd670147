import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StackId } from '../../config/model/stack-ids';
import { writeLocalOverride } from '../../local/terraform/local-override';

/** Action of a plan on one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  /** Id of its import, if any. */
  readonly importedBy: string | undefined;
  /** Paths of the values that change in a resource that is there already; `…` where the new one is known later. */
  readonly changed: readonly string[];
}

/** The part of `terraform show -json` that is looked at. */
interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly importing?: { readonly id: string };
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
}

/** One synthesized stack and its Terraform, on the local cloud. */
export class PlannedStack {
  private readonly folder: string;

  constructor(
    synthesized: string,
    private readonly id: StackId,
    stateFolder: string,
    private readonly terraform: { readonly binary: string; readonly environment: NodeJS.ProcessEnv },
  ) {
    this.folder = join(synthesized, 'cdktf.out/stacks', id);
    // Nothing is unprotected: what this test applies must never need to destroy an application.
    writeLocalOverride(this.folder, id, stateFolder, []);
  }

  async init(): Promise<void> {
    await this.run('init', '-input=false');
  }

  /** Plans; what would be done to each resource. `apply` then does exactly that. */
  async plan(...options: ('-destroy' | '-refresh=false')[]): Promise<PlannedChange[]> {
    await this.run('plan', ...options, '-input=false', '-out=plan.bin');
    const json: PlanJson = JSON.parse(await this.run('show', '-json', 'plan.bin'));
    return json.resource_changes
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, type, change }) => ({
        address,
        type,
        actions: change.actions,
        importedBy: change.importing?.id,
        changed: changedOf(change),
      }));
  }

  apply(): Promise<string> {
    return this.run('apply', '-input=false', 'plan.bin');
  }

  /** Has Terraform forget the resources whose address fits; they stay as they are. */
  async forget(address: RegExp): Promise<void> {
    const known = (await this.run('state', 'list')).split('\n');
    await this.run('state', 'rm', ...known.filter((each) => address.test(each)));
  }

  private async run(...args: string[]): Promise<string> {
    const { binary, environment } = this.terraform;
    try {
      const options = { cwd: this.folder, env: environment, maxBuffer: 64 * 1024 * 1024 };
      const { stdout } = await promisify(execFile)(
        binary,
        [...args, ...(['show', 'state'].includes(args[0] ?? '') ? [] : ['-no-color'])],
        options,
      );
      return stdout;
    } catch (error) {
      throw new Error(`terraform ${args.join(' ')} of the stack ${this.id} failed: ${String(error)}`, { cause: error });
    }
  }
}

function changedOf({ before, after, after_unknown }: PlanJson['resource_changes'][number]['change']): string[] {
  if (before === null || after === null) return [];
  return differences(before, after, after_unknown, '').sort();
}

function differences(before: unknown, after: unknown, unknown: unknown, path: string): string[] {
  if (unknown === true) return [`${path}…`];
  if (!isNode(before) || !isNode(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  const later = isNode(unknown) ? unknown : {};
  const keys = new Set([before, after, later].flatMap((node) => Object.keys(node)));
  return [...keys].flatMap((key) => differences(before[key], after[key], later[key], path ? `${path}.${key}` : key));
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
