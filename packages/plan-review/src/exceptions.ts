import { z } from 'zod';
import { fitsPattern } from '../../../lambda-src/snapshot-manager/domain/name-pattern';
import { isRefusalKind, REFUSALS, type Refusal, type RefusalKind } from './finding';

/** Intended loss. */
export interface Exception {
  readonly refusal: RefusalKind;
  /** Address in the plan; `*` matches any characters. */
  readonly address: string;
  /** Stack; undefined: all stacks. */
  readonly stack: string | undefined;
  readonly why: string;
  /** Last day on which it applies, in UTC: `2026-12-24`. */
  readonly until: string | undefined;
}

/** Error for an unusable exceptions file or option; it allows nothing. */
export class ExceptionError extends Error {
  override readonly name = 'ExceptionError';
}

const KINDS = Object.keys(REFUSALS).join(', ');
const EXAMPLE =
  '{"refusal": "table-destroyed", "address": "aws_dynamodb_table.audit", "why": "…", "until": "2026-12-24"}';

const entry = z.strictObject({
  refusal: z.string().refine(isRefusalKind, { error: `expected one of ${KINDS}` }),
  address: z.string().min(1),
  stack: z.string().min(1).optional(),
  why: z.string().trim().min(10, 'expected a reason of at least 10 characters'),
  until: z.iso.date('expected a day such as "2026-12-24"'),
});

/**
 * Parses a file of exceptions: a list of `{refusal, address, why, until}`, with an optional `stack`.
 *
 * @throws ExceptionError that names the file and the entry.
 */
export function readExceptions(file: string, text: string): Exception[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ExceptionError(
      `${file} is not JSON (${cause instanceof Error ? cause.message : cause}), expected a list such as [${EXAMPLE}].`,
      { cause },
    );
  }
  const parsed = z.array(entry).safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.map((part) => `[${String(part)}]`).join('') || 'the file'}: ${issue.message}`,
    );
    throw new ExceptionError(`${file}: ${problems.join('; ')}. Example of an entry: ${EXAMPLE}`);
  }
  return parsed.data.map(({ stack, ...rest }) => ({ ...rest, stack }));
}

/**
 * Parses `KIND:ADDRESS` of the option --allow.
 *
 * @throws ExceptionError
 */
export function readAllowOption(text: string): Exception {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(0, colon));
  const address = text.slice(colon + 1);
  if (!isRefusalKind(kind) || address === '') {
    throw new ExceptionError(`--allow is ${JSON.stringify(text)}, expected KIND:ADDRESS with KIND one of ${KINDS}.`);
  }
  return { refusal: kind, address, stack: undefined, why: 'given on the command line', until: undefined };
}

export interface Judged {
  readonly refused: readonly Refusal[];
  readonly allowed: readonly { readonly refusal: Refusal; readonly by: Exception }[];
  /** Exceptions whose last day has passed: they allow nothing. */
  readonly expired: readonly Exception[];
  /** Exceptions that match nothing in these plans. */
  readonly unused: readonly Exception[];
}

/**
 * Separates the intended losses from the refusals.
 *
 * @param today in UTC, `2026-12-24`.
 */
export function judge(refusals: readonly Refusal[], exceptions: readonly Exception[], today: string): Judged {
  const isExpired = ({ until }: Exception) => until !== undefined && until < today;
  const inForce = exceptions.filter((exception) => !isExpired(exception));
  const sorted = refusals.map((refusal) => ({ refusal, by: inForce.find((exception) => fits(exception, refusal)) }));
  return {
    refused: sorted.flatMap(({ refusal, by }) => (by ? [] : refusal)),
    allowed: sorted.flatMap(({ refusal, by }) => (by ? { refusal, by } : [])),
    expired: exceptions.filter(isExpired),
    unused: inForce.filter((exception) => !refusals.some((refusal) => fits(exception, refusal))),
  };
}

function fits({ refusal: kind, address, stack }: Exception, refusal: Refusal): boolean {
  if (kind !== refusal.kind || (stack !== undefined && stack !== refusal.stack)) return false;
  // A `?` in an address is no wildcard: a key of for_each may contain one.
  return fitsPattern(refusal.address, address, (wanted, found) => wanted === found);
}
