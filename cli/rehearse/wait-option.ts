import { UsageError } from '../../tools/command';
import { readDurationMs } from '../recovery/time-input';

const DEFAULT = '2m';
const DEFAULT_INPUT = '8s';
const MOST_MS = 24 * 3_600_000;

/** Declaration of `--timeout` of what runs jobs on this machine. */
export const WAIT_OPTION = {
  timeout: { value: 'DURATION', summary: `for each wait for a job, such as 90s; default: ${DEFAULT}` },
} as const;

/** Declaration of the longest wait for input. */
export const INPUT_OPTION = {
  input: {
    value: 'DURATION',
    summary: `longest wait for records with which the new code asks for its state; default: ${DEFAULT_INPUT}`,
  },
} as const;

/** Milliseconds of `--timeout`. @throws UsageError for anything but a duration up to a day. */
export function readWaitMs(timeout: string = DEFAULT): number {
  return readMs('--timeout', timeout);
}

/** Milliseconds of `--input`. @throws UsageError for anything but a duration up to a day. */
export function readInputMs(input: string = DEFAULT_INPUT): number {
  return readMs('--input', input);
}

function readMs(option: string, text: string): number {
  const ms = readDurationMs(text);
  if (!ms || ms > MOST_MS) {
    throw new UsageError(`${option} is "${text}", expected a duration up to 24h, such as 90s or 10m.`);
  }
  return ms;
}
