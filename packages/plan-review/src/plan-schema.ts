import { z } from 'zod';
import type { Json } from './json';
import { jsonSchema } from './json-text';

const value = jsonSchema.optional().transform((given): Json => given ?? null);

const change = z.object({
  actions: z.array(z.string()),
  before: value,
  after: value,
  after_unknown: value,
  before_sensitive: value,
  after_sensitive: value,
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
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

const checked = z.object({ address: z.object({ to_display: z.string() }), status: z.string() });

/** Check in a plan (internal/command/jsonchecks of Terraform). */
const check = checked.extend({
  instances: z.array(checked.extend({ problems: z.array(z.object({ message: z.string() })).nullish() })).nullish(),
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
 * Plan in JSON, as far as the review reads it.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export const planSchema = z.object({
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

export type RawPlan = z.infer<typeof planSchema>;
export type RawChange = z.infer<typeof change>;
export type RawResourceChange = z.infer<typeof resourceChange>;
export type RawCheck = z.infer<typeof check>;
