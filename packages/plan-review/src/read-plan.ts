import { z } from 'zod';
import { at, DEEPEST, isList, isTooDeep, type Json } from './json';
import { jsonSchema } from './json-text';
import type { Action, FailedCheck, OutputChange, Plan, ResourceChange } from './plan';

/** Error for a file that is not a plan. No other file is then reviewed, so that an incomplete set never looks fine. */
export class PlanFileError extends Error {
  override readonly name = 'PlanFileError';
}

const MAKE_IT = 'Create it with "terraform plan -out=plan.tfplan" and "terraform show -json plan.tfplan > plan.json".';

const pathPart = z.union([z.string(), z.number()]);
const value = jsonSchema.optional().transform((given): Json => given ?? null);

const change = z.object({
  actions: z.array(z.string()),
  before: value,
  after: value,
  after_unknown: value,
  before_sensitive: value,
  after_sensitive: value,
  replace_paths: z.array(z.array(pathPart)).nullish(),
  importing: z.object({ id: z.string().nullish() }).nullish(),
});

const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().nullish(),
  mode: z.string(),
  type: z.string(),
  deposed: z.string().nullish(),
  action_reason: z.string().nullish(),
  change,
});

const shownAddress = z.object({ to_display: z.string() });
const checkStatus = z.string();

/** Check in a plan (internal/command/jsonchecks of Terraform). */
const check = z.object({
  address: shownAddress,
  status: checkStatus,
  instances: z
    .array(
      z.object({
        address: shownAddress,
        status: checkStatus,
        problems: z.array(z.object({ message: z.string() })).nullish(),
      }),
    )
    .nullish(),
});

/**
 * Action in a plan (internal/command/jsonplan/action_invocations.go of Terraform 1.14), without its configuration,
 * which may be sensitive.
 */
const actionInvocation = z.object({
  address: z.string(),
  lifecycle_action_trigger: z
    .object({ triggering_resource_address: z.string().nullish(), action_trigger_event: z.string().nullish() })
    .nullish(),
});

/**
 * Plan in JSON, as far as it is read here.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const planSchema = z.object({
  format_version: z.string(),
  terraform_version: z.string().default('unknown'),
  errored: z.boolean().default(false),
  complete: z.boolean().default(true),
  applyable: z.boolean().optional(),
  resource_changes: z.array(resourceChange).nullish(),
  resource_drift: z.array(resourceChange).nullish(),
  output_changes: z.record(z.string(), change).nullish(),
  checks: z.array(check).nullish(),
  action_invocations: z.array(actionInvocation).nullish(),
  planned_values: z.object({ root_module: jsonSchema.optional() }).nullish(),
  configuration: z
    .object({ provider_config: z.record(z.string(), z.object({ expressions: jsonSchema.optional() })).nullish() })
    .nullish(),
});

/**
 * Parses the output of `terraform show -json PLAN` (or OpenTofu's).
 *
 * @throws PlanFileError that names the file and what it is instead.
 */
export function readPlan(file: string, bytes: Buffer, stack: string): Plan {
  const json = parseJson(file, bytes);
  if (isTooDeep(json)) {
    throw new PlanFileError(
      `${file} is not a Terraform plan: it is nested more than ${DEEPEST} levels deep. ${MAKE_IT}`,
    );
  }
  refuseOtherDocuments(file, json);
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PlanFileError(
      `${file} is not a Terraform plan: ${issue?.path.map(String).join('.') || 'the document'}: ${issue?.message ?? 'unreadable'}. ${MAKE_IT}`,
    );
  }
  const plan = parsed.data;
  const changes = (plan.resource_changes ?? [])
    .filter(({ mode }) => mode === 'managed')
    .map((one) => resource(file, one));
  const outputs = Object.entries(plan.output_changes ?? {}).map(([name, one]) => output(name, one));
  if (plan.errored) {
    throw new PlanFileError(
      `${file} is the plan of a run that failed (errored: true). The missing part can't be reviewed. Plan again.`,
    );
  }
  if (!plan.complete) {
    throw new PlanFileError(
      `${file} is an incomplete plan (complete: false), made with -target or with deferred changes. The missing part can't be reviewed. Plan the whole stack.`,
    );
  }
  // Terraform lists what stays as it is, too.
  if (changes.length === 0 && hasResources(plan.planned_values?.root_module)) {
    throw new PlanFileError(
      `${file} has resources (planned_values) but no resource_changes, not even "no-op". It is a part of a plan, or was made with -refresh-only. ${MAKE_IT}`,
    );
  }
  // A plan without changes is not "applyable" either.
  if (plan.applyable === false && changes.some(({ action }) => action !== 'no-op')) {
    throw new PlanFileError(
      `${file} is a plan that can't be applied (applyable: false) although it has changes. Plan again.`,
    );
  }
  return {
    stack,
    terraformVersion: plan.terraform_version,
    region: regionOf(plan.configuration?.provider_config ?? {}),
    changes,
    drift: (plan.resource_drift ?? []).filter(({ mode }) => mode === 'managed').map((one) => resource(file, one)),
    outputs: outputs.flatMap((one) => one ?? []),
    failedChecks: (plan.checks ?? []).flatMap(failedChecksOf),
    actions: (plan.action_invocations ?? []).map(({ address, lifecycle_action_trigger: by }) => ({
      address,
      trigger: by ? `${by.action_trigger_event ?? 'change'} of ${by.triggering_resource_address ?? '?'}` : undefined,
    })),
  };
}

/**
 * Failed checks: one for each failing instance, or the whole if no instance is known. `unknown` is decided at apply and
 * is no failure.
 */
function failedChecksOf({ address, status, instances }: z.infer<typeof check>): FailedCheck[] {
  const failed = (instances ?? []).flatMap((one) =>
    one.status === 'fail' || one.status === 'error'
      ? {
          address: one.address.to_display,
          status: one.status,
          messages: (one.problems ?? []).map(({ message }) => message),
        }
      : [],
  ) satisfies FailedCheck[];
  if (failed.length > 0 || (status !== 'fail' && status !== 'error')) return failed;
  return [{ address: address.to_display, status, messages: [] }];
}

function hasResources(module: Json | undefined): boolean {
  const [resources, children] = [at(module, 'resources'), at(module, 'child_modules')];
  return (
    (isList(resources) && resources.some((one) => at(one, 'mode') === 'managed')) ||
    (isList(children) && children.some(hasResources))
  );
}

function parseJson(file: string, bytes: Buffer): unknown {
  if (bytes.length === 0) throw new PlanFileError(`${file} is empty. ${MAKE_IT}`);
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw new PlanFileError(
      `${file} is a binary plan. Convert it to JSON: "terraform show -json ${file} > plan.json".`,
    );
  }
  const text = textOf(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const within = planWithin(text);
    if (within !== undefined) return within;
    if (text.includes('"@level"')) {
      throw new PlanFileError(`${file} is the log of "terraform plan -json", not the plan. ${MAKE_IT}`, { cause });
    }
    throw new PlanFileError(`${file} is not JSON (${cause instanceof Error ? cause.message : cause}). ${MAKE_IT}`, {
      cause,
    });
  }
}

/**
 * Plan in a text that may have lines of a wrapper before and after it (npm's banner, a version manager, Terragrunt's
 * prefix).
 */
function planWithin(text: string): unknown {
  const start = /\{\s*"format_version"/.exec(text)?.index ?? /^\{/m.exec(text)?.index;
  if (start === undefined) return undefined;
  try {
    const json: unknown = JSON.parse(text.slice(start, text.lastIndexOf('}') + 1));
    return typeof json === 'object' && json !== null && 'format_version' in json ? json : undefined;
  } catch {
    return undefined; // no plan in it: said as for any other text
  }
}

/** Text of a file; PowerShell 5 writes UTF-16 when it redirects. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

function refuseOtherDocuments(file: string, json: unknown): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new PlanFileError(`${file} is JSON, but not a Terraform plan (an object with format_version). ${MAKE_IT}`);
  }
  if ('lineage' in json && 'serial' in json) {
    throw new PlanFileError(`${file} is a Terraform state file, not a plan. ${MAKE_IT}`);
  }
  if (!('format_version' in json)) {
    throw new PlanFileError(`${file} is JSON, but not a Terraform plan: it has no format_version. ${MAKE_IT}`);
  }
  if (!/^1(\.|$)/.test(String(json.format_version))) {
    throw new PlanFileError(
      `${file} has format_version ${JSON.stringify(json.format_version)}, expected 1.x. This review does not support the Terraform version that wrote it.`,
    );
  }
  if (!('resource_changes' in json || 'planned_values' in json || 'output_changes' in json)) {
    const isState = 'values' in json;
    throw new PlanFileError(
      `${file} is ${isState ? 'a Terraform state ("terraform show -json" without a plan)' : 'JSON without resource changes'}, not a plan. ${MAKE_IT}`,
    );
  }
}

/**
 * Actions by Terraform's words. https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
const ACTIONS: Readonly<Record<string, Action>> = {
  'no-op': 'no-op',
  read: 'no-op',
  create: 'create',
  update: 'update',
  delete: 'destroy',
  'delete,create': 'replace',
  'create,delete': 'replace',
  forget: 'forget',
  // `lifecycle { destroy = false }` of OpenTofu, or a `removed` block, where the object is to be replaced.
  'create,forget': 'replace-and-forget',
  'forget,create': 'replace-and-forget',
};

function resource(file: string, { address, change, ...rest }: z.infer<typeof resourceChange>): ResourceChange {
  const raw = change.actions.join(',');
  const action = ACTIONS[raw];
  if (action === undefined) {
    throw new PlanFileError(
      `${file}: ${address} has the actions ${JSON.stringify(change.actions)}, which this review does not support. It can't tell what they would lose.`,
    );
  }
  return {
    address,
    previousAddress: rest.previous_address ?? undefined,
    type: rest.type,
    action: finerAction(action, change.importing !== undefined && change.importing !== null, rest.previous_address),
    createFirst: raw === 'create,delete',
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    replacedFor: change.replace_paths ?? [],
    importId: change.importing?.id ?? undefined,
    deposed: rest.deposed ?? undefined,
    reason: rest.action_reason ?? undefined,
  };
}

function finerAction(action: Action, isImported: boolean, previousAddress: string | null | undefined): Action {
  // An import that replaces what it imported is a loss like any other replacement.
  if (isImported && (action === 'no-op' || action === 'update')) return 'import';
  return action === 'no-op' && previousAddress ? 'move' : action;
}

function output(name: string, one: z.infer<typeof change>): OutputChange | undefined {
  if (one.actions.join() === 'no-op') return undefined;
  return {
    name,
    before: one.before,
    after: one.after,
    unknown: one.after_unknown,
    beforeSensitive: one.before_sensitive,
    afterSensitive: one.after_sensitive,
  };
}

function regionOf(providers: Readonly<Record<string, { expressions?: Json }>>): string | undefined {
  const constant = z
    .object({ region: z.object({ constant_value: z.string() }) })
    .safeParse(providers.aws?.expressions ?? null);
  return constant.success ? constant.data.region.constant_value : undefined;
}
