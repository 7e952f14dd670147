import type { LogsDocument } from '../../api/logs';

/** Place of the log at which the amount of users is not one more than before. */
export interface Jump {
  /** Time of the first line after it, ISO 8601. */
  readonly at: string;
  readonly from: number;
  readonly to: number;
}

const AMOUNT = /Amount of users: (\d+)/;

/**
 * Places at which the amount of users leaves its pace or goes back, oldest first.
 *
 * Of several jumps up one after the other only the first is one: it is the time since when the amount is wrong.
 */
export function jumpsIn(lines: LogsDocument['lines']): Jump[] {
  const amounts = lines.flatMap(({ at, text }) => {
    const amount = AMOUNT.exec(text)?.[1];
    return amount === undefined ? [] : [{ at, amount: Number(amount) }];
  });
  const steps = amounts
    .slice(1)
    .map(({ at, amount }, index) => ({ at, from: amounts[index]?.amount ?? 0, to: amount }));
  const isUp = (step: Jump | undefined) => step !== undefined && step.to > step.from + 1;
  return steps.filter((step, index) => step.to < step.from || (isUp(step) && !isUp(steps[index - 1])));
}

/**
 * Jump that a step of the tour is about, the newest: where the amount leaves its pace, or where it goes back; where there is
 * none, the other one.
 */
export function jumpFor(step: 'see' | 'prove', lines: LogsDocument['lines']): Jump | undefined {
  const jumps = jumpsIn(lines);
  return jumps.findLast(({ from, to }) => (step === 'see' ? to > from : to < from)) ?? jumps.at(-1);
}

/** Sentences on the newest jump of each direction, oldest first. */
export function jumpTexts(lines: LogsDocument['lines'], time: (at: string) => string): string[] {
  const jumps = jumpsIn(lines);
  const newest = [jumps.findLast(({ from, to }) => to > from), jumps.findLast(({ from, to }) => to < from)];
  return jumps
    .filter((jump) => newest.includes(jump))
    .map(
      ({ at, from, to }) =>
        `At ${time(at)} the amount of users ${to > from ? 'jumps' : 'goes back'} from ${from} to ${to}.`,
    );
}
