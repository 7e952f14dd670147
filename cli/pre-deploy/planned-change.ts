import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { STACK_IDS } from '../../config/model/stack-ids';

/** Effect of the plan to apply on the application. */
export type PlannedChange =
  | { readonly kind: 'none' }
  /** The plan changes it, or that can't be excluded. */
  | { readonly kind: 'possible'; readonly because: string };

/** Terraform's plan, as far as needed here. https://developer.hashicorp.com/terraform/internals/json-format */
const planSchema = z.looseObject({
  // Left out by older versions and by OpenTofu.
  errored: z.literal(false).optional(),
  complete: z.literal(true).optional(),
  deferred_changes: z.array(z.unknown()).max(0).optional(),
  resource_changes: z.array(
    z.looseObject({
      address: z.string(),
      mode: z.string(),
      type: z.string(),
      change: z.looseObject({
        actions: z.array(z.string()),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
        importing: z.unknown().optional(),
      }),
    }),
  ),
});

type ResourceChange = z.infer<typeof planSchema>['resource_changes'][number];

/**
 * Reads from the plans of `kda plan-stacks` whether a deployment leaves the application unchanged. `none` only if
 * the plan shows the application, and no change in its whole stack, which includes its role and its key.
 */
export function plannedChange(folder: string, application: string): PlannedChange {
  const file = join(folder, `${STACK_IDS.application}.json`);
  if (!existsSync(file)) return { kind: 'possible', because: `${file} does not exist` };
  const plan = planSchema.safeParse(parsed(readFileSync(file, 'utf8')));
  if (!plan.success) return { kind: 'possible', because: `${file} is not a JSON plan of the whole stack` };
  const changes = plan.data.resource_changes;
  const because = changes.map(changeOf).find((one) => one !== undefined);
  if (because !== undefined) return { kind: 'possible', because };
  if (!changes.some((change) => shows(change, application))) {
    return { kind: 'possible', because: `the plan does not show ${application}` };
  }
  return { kind: 'none' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function changeOf({ address, mode, change: { actions, importing } }: ResourceChange): string | undefined {
  if (importing !== undefined) return `the plan imports ${address}`;
  const [action, ...others] = actions;
  const isLeft = others.length === 0 && (action === 'no-op' || (mode === 'data' && action === 'read'));
  return isLeft
    ? undefined
    : `the plan says ${actions.map((action) => `"${action}"`).join(', ') || 'an unknown action'} for ${address}`;
}

function shows({ mode, type, change: { before, after } }: ResourceChange, application: string): boolean {
  const named = z.object({ name: z.literal(application) });
  return (
    mode === 'managed' &&
    type === 'aws_kinesisanalyticsv2_application' &&
    named.safeParse(before).success &&
    named.safeParse(after).success
  );
}
