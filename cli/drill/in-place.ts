import type { z } from 'zod';
import type { DrillRequest, DrillVerdict } from '../../lambda-src/contract';
import { UndeterminedError } from '../../tools/undetermined-error';
import { type drillAnswer, ManagerError } from '../manager';
import { isPassing } from '../passing-error';

/** End of a drill as its driver saw it. */
export interface DrivenDrill {
  readonly verdict: DrillVerdict;
  readonly message: string;
  /** Steps that were seen, in their order. */
  readonly steps: readonly SeenStep[];
}

export interface SeenStep {
  readonly step: string;
  readonly said: string;
}

type Answer = z.infer<typeof drillAnswer>;

/** Application and id of a drill. */
export type Drilled = Pick<DrillRequest, 'application' | 'drill'>;

/** World of the driver of a drill. */
export interface DrivePorts {
  /** One request to the snapshot manager. */
  readonly ask: () => Promise<Answer>;
  /** Waits; rejects with the reason of Ctrl-C. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly say: (line: string) => void;
}

/** Error for a drill whose end was not seen. */
export class DrillOutOfSightError extends UndeterminedError {
  override readonly name = 'DrillOutOfSightError';

  constructor(
    message: string,
    readonly steps: readonly SeenStep[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Failures in a row until the driver gives up, and the pause after each. */
const MOST_FAILURES = 6;
const PAUSE_MS = 10_000;

/**
 * Asks the manager for step after step until the drill has ended. A request that fails is repeated: the id is the same.
 *
 * @throws ManagerError when the manager refuses the request itself; DrillOutOfSightError when it stops answering.
 */
export async function driveDrill(drilled: Drilled, { ask, sleep, say }: DrivePorts): Promise<DrivenDrill> {
  const steps: SeenStep[] = [];
  let failures = 0;
  let last = '';
  for (;;) {
    let answer: Answer['drill'];
    try {
      answer = (await ask()).drill;
      failures = 0;
    } catch (error) {
      if (isOfEarlierManager(error)) throw new ManagerError(notContinued(drilled), true);
      if (!mayPass(error)) throw steps.length === 0 ? error : outOfSight(drilled, steps, error);
      failures += 1;
      if (failures >= MOST_FAILURES) throw outOfSight(drilled, steps, error);
      say(`The manager did not answer (${textOf(error)}); asking again.`);
      await sleep(PAUSE_MS);
      continue;
    }
    const { state, step, message, verdict, waitSeconds } = answer;
    if (state === 'ended') return { verdict: verdict ?? 'given-up', message, steps };
    if (message !== last) say(message);
    last = message;
    if (steps.at(-1)?.step !== step) steps.push({ step, said: message });
    await sleep(waitSeconds * 1000);
  }
}

/** True for an error after which the same request may succeed: a failure in the function says nothing about the drill. */
function mayPass(error: unknown): boolean {
  return error instanceof ManagerError ? !error.isRefusal : isPassing(error);
}

/** True for the refusal of a manager that does not know the field of `--continue`: its drills begin without it only. */
function isOfEarlierManager(error: unknown): boolean {
  const field = 'isContinued' satisfies keyof DrillRequest;
  return error instanceof ManagerError && error.isRefusal && error.message.includes(`’s ${field} is`);
}

function notContinued({ application }: Drilled): string {
  return [
    'The snapshot manager is of an earlier version, which does not know --continue: nothing was done.',
    `Its next run for ${application} goes on with the drill, from three minutes on: kda history ${application} shows the end.`,
    `To start ${application} yourself: kda start ${application} --latest, which goes first.`,
    'Or deploy this version, and type it again.',
  ].join(' ');
}

function outOfSight(drilled: Drilled, steps: readonly SeenStep[], error: unknown): DrillOutOfSightError {
  return new DrillOutOfSightError(`The end of the drill was not seen: ${textOf(error)} ${goesOn(drilled)}`, steps, {
    cause: error,
  });
}

/** Sentences about a drill that nobody drives any more: it may have stopped the application. */
export function goesOn({ application, drill }: Drilled): string {
  return [
    `If the drill began, ${application} may be stopped.`,
    `To go on now: kda drill ${application} --in-place --continue ${drill} --yes.`,
    `Else the manager’s next run for it does, from three minutes on: kda history ${application} shows the end.`,
    `To start it yourself: kda start ${application} --latest, which goes first.`,
  ].join(' ');
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
