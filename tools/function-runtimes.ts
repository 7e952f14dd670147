import type { Version } from './version-constraint';

/** Lambda runtime that the snapshot manager can run on. */
export interface FunctionRuntime {
  readonly name: string;
  /** Major version of Node.js. */
  readonly node: number;
  /** First version of hashicorp/aws that accepts it. */
  readonly firstProvider: Version;
  /** Provider constraint to set with it. */
  readonly constraint: string;
  /** Last day of AWS support, in UTC. */
  readonly supportEnds: string;
}

/** Supported runtimes, oldest first. Dates: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
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

/**
 * Notice before the end of support: enough to test a new major version of the provider before AWS refuses function
 * updates.
 */
const WARNED_BEFORE_MS = 90 * 24 * 3_600_000;

/**
 * Warning when the support of a runtime ends within 90 days or has ended, with the settings to change; `undefined`
 * before.
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
      ? 'This version of the project has no newer one. Update the project.'
      : `Set snapshots.functionRuntime to "${newer.name}" and provider.version to "${newer.constraint}".`,
  ].join(' ');
}
