import { z } from 'zod';
import { at, isList, type Json } from './json';
import type { Action, FailedCheck, OutputChange, Plan, ResourceChange, Sides } from './plan';
import { parsePlanFile } from './plan-file';
import { PlanFileError } from './plan-file-error';
import type { RawChange, RawCheck, RawPlan, RawResourceChange } from './plan-schema';

export { PlanFileError } from './plan-file-error';

/**
 * Reads the output of `terraform show -json PLAN` (or OpenTofu's).
 *
 * @throws PlanFileError that names the file and what it is instead, or why it can't be reviewed.
 */
export function readPlan(file: string, bytes: Uint8Array, stack: string): Plan {
  const plan = parsePlanFile(file, bytes);
  const resources = (all: RawPlan['resource_changes']) =>
    (all ?? []).filter(({ mode }) => mode === 'managed').map((one) => resource(file, one));
  const changes = resources(plan.resource_changes);
  const problem = problemOf(plan, changes);
  if (problem !== undefined) throw new PlanFileError(`${file} ${problem}`);
  return {
    stack,
    terraformVersion: plan.terraform_version,
    region: regionOf(plan.configuration?.provider_config ?? {}),
    changes,
    drift: resources(plan.resource_drift),
    outputs: Object.entries(plan.output_changes ?? {}).flatMap(([name, one]) => output(name, one) ?? []),
    failedChecks: (plan.checks ?? []).flatMap(failedChecksOf),
    actions: (plan.action_invocations ?? []).map(({ address, lifecycle_action_trigger: by }) => ({
      address,
      trigger: by ? `${by.action_trigger_event ?? 'change'} of ${by.triggering_resource_address ?? '?'}` : undefined,
    })),
  };
}

/** Reason why a plan can't be reviewed as a whole; undefined if it can. */
function problemOf(plan: RawPlan, changes: readonly ResourceChange[]): string | undefined {
  if (plan.errored) {
    return "is the plan of a run that failed (errored: true). The missing part can't be reviewed. Plan again.";
  }
  if (!plan.complete) {
    return "is an incomplete plan (complete: false), made with -target or with deferred changes. The missing part can't be reviewed. Plan the whole stack.";
  }
  // Terraform also lists the resources that stay as they are.
  if (changes.length === 0 && hasResources(plan.planned_values?.root_module)) {
    return 'has resources (planned_values) but no resource_changes, not even "no-op". It is a part of a plan, or was made with -refresh-only. Plan the whole stack.';
  }
  // A plan without changes is not "applyable" either.
  return plan.applyable === false && changes.some(({ action }) => action !== 'no-op')
    ? "is a plan that can't be applied (applyable: false) although it has changes. Plan again."
    : undefined;
}

/**
 * Failed checks: one for each failing instance, or the check itself if it has none. `unknown` is decided at apply and is
 * not a failure.
 */
function failedChecksOf({ address, status, instances }: RawCheck): FailedCheck[] {
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
  // A replacement with `lifecycle { destroy = false }` (OpenTofu) or a `removed` block.
  'create,forget': 'replace-and-forget',
  'forget,create': 'replace-and-forget',
};

function resource(file: string, { address, change, ...rest }: RawResourceChange): ResourceChange {
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
    ...sidesOf(change),
    replacedFor: change.replace_paths ?? [],
    importId: change.importing?.id ?? undefined,
    deposed: rest.deposed ?? undefined,
    reason: rest.action_reason ?? undefined,
  };
}

function finerAction(action: Action, isImported: boolean, previousAddress: string | null | undefined): Action {
  // An import that replaces the imported object is a loss like any other replacement.
  if (isImported && (action === 'no-op' || action === 'update')) return 'import';
  return action === 'no-op' && previousAddress ? 'move' : action;
}

function output(name: string, one: RawChange): OutputChange | undefined {
  if (one.actions.join() === 'no-op') return undefined;
  return { name, ...sidesOf(one) };
}

function sidesOf({ before, after, after_unknown, before_sensitive, after_sensitive }: RawChange): Sides {
  return {
    before,
    after,
    unknown: after_unknown,
    beforeSensitive: before_sensitive,
    afterSensitive: after_sensitive,
  };
}

function regionOf(providers: Readonly<Record<string, { expressions?: Json }>>): string | undefined {
  const constant = z
    .object({ region: z.object({ constant_value: z.string() }) })
    .safeParse(providers.aws?.expressions ?? null);
  return constant.success ? constant.data.region.constant_value : undefined;
}
