import { DEEPEST, isTooDeep } from './json';
import { PlanFileError } from './plan-file-error';
import { planSchema, type RawPlan } from './plan-schema';

const CREATE_IT =
  'Create it with "terraform plan -out=plan.tfplan" and "terraform show -json plan.tfplan > plan.json".';

/**
 * Parses the output of `terraform show -json PLAN` (or OpenTofu's).
 *
 * @throws PlanFileError that names the file and what it is instead.
 */
export function parsePlanFile(file: string, bytes: Uint8Array): RawPlan {
  const json = parseJson(file, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const problem = isTooDeep(json)
    ? `is not a Terraform plan: it is nested more than ${DEEPEST} levels deep. ${CREATE_IT}`
    : problemOf(json);
  if (problem !== undefined) throw new PlanFileError(`${file} ${problem}`);
  const { success, data, error } = planSchema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  const place = issue?.path.map(String).join('.') || 'the document';
  throw new PlanFileError(`${file} is not a Terraform plan: ${place}: ${issue?.message ?? 'unreadable'}. ${CREATE_IT}`);
}

function parseJson(file: string, bytes: Buffer): unknown {
  if (bytes.length === 0) throw new PlanFileError(`${file} is empty. ${CREATE_IT}`);
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
    const is = text.includes('"@level"')
      ? 'is the log of "terraform plan -json", not the plan.'
      : `is not JSON (${cause instanceof Error ? cause.message : cause}).`;
    throw new PlanFileError(`${file} ${is} ${CREATE_IT}`, { cause });
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
    return undefined; // The text contains no plan and is reported like any other text.
  }
}

/** Text of a file; PowerShell 5 writes UTF-16 when it redirects. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

/** Reason why a document is not a plan of a supported format; undefined if it may be one. */
function problemOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return `is JSON, but not a Terraform plan (an object with format_version). ${CREATE_IT}`;
  }
  if ('lineage' in json && 'serial' in json) return `is a Terraform state file, not a plan. ${CREATE_IT}`;
  if (!('format_version' in json)) {
    return `is JSON, but not a Terraform plan: it has no format_version. ${CREATE_IT}`;
  }
  const version = json.format_version;
  if (!/^1(\.|$)/.test(String(version))) {
    return `has format_version ${JSON.stringify(version)}, expected 1.x. This review does not support the Terraform version that wrote it.`;
  }
  if ('resource_changes' in json || 'planned_values' in json || 'output_changes' in json) return undefined;
  const isState = 'values' in json;
  return `is ${isState ? 'a Terraform state ("terraform show -json" without a plan)' : 'JSON without resource changes'}, not a plan. ${CREATE_IT}`;
}
