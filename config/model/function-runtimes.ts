import type { Version } from './version-constraint';

/** A Lambda runtime that the snapshot manager can run on. */
export interface FunctionRuntime {
  readonly name: string;
  /** Major version of Node.js. */
  readonly node: number;
  /** First version of hashicorp/aws that accepts it. */
  readonly firstProvider: Version;
  /** Constraint to set with it. */
  readonly constraint: string;
  /** Last day on which AWS supports it, in UTC. */
  readonly supportEnds: string;
}

/** Runtimes to choose from, oldest first. Dates: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const FUNCTION_RUNTIMES = [
  {
    name: 'nodejs22.x',
    node: 22,
    firstProvider: [5, 100, 0],
    constraint: '5.100.0',
    supportEnds: '2027-04-30',
  },
  {
    // In the provider's changelog of 6.20.0: https://github.com/hashicorp/terraform-provider-aws/issues/44986
    name: 'nodejs24.x',
    node: 24,
    firstProvider: [6, 20, 0],
    constraint: '>= 6.20, < 7.0',
    supportEnds: '2028-04-30',
  },
] as const satisfies readonly FunctionRuntime[];

export const FUNCTION_RUNTIME_NAMES = FUNCTION_RUNTIMES.map(({ name }) => name);

/** Time enough to try a new major version of the provider before updates of the function are refused. */
const WARNED_BEFORE_MS = 90 * 24 * 3_600_000;

/**
 * Says that the support of a runtime ends within 90 days, or ended, and what to set; `undefined` while there is time.
 *
 * @param today the day in UTC, `2027-01-30`.
 */
export function runtimeWarning(name: string, today: string): string | undefined {
  const index = FUNCTION_RUNTIMES.findIndex((runtime) => runtime.name === name);
  const runtime = FUNCTION_RUNTIMES[index];
  if (runtime === undefined) return undefined;
  const lastDay = Date.parse(`${runtime.supportEnds}T00:00:00Z`);
  if (Date.parse(`${today}T00:00:00Z`) < lastDay - WARNED_BEFORE_MS) return undefined;
  const isOver = today > runtime.supportEnds;
  const newer = FUNCTION_RUNTIMES[index + 1];
  return [
    `AWS ${isOver ? 'ended' : 'ends'} its support of the function’s runtime ${name} on ${runtime.supportEnds}.`,
    newer === undefined
      ? 'This version of the project knows no newer one: update it.'
      : `Set snapshots.functionRuntime to "${newer.name}" and provider.version to "${newer.constraint}".`,
  ].join(' ');
}
