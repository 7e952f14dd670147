import { UsageError } from '../tools/command';

/** Default time-out in minutes: the service needs up to that for large state; afterwards a person should check. */
const DEFAULT_MINUTES = 60;

const MOST_MINUTES = 1440;

/** Declaration of the option. */
export const TIMEOUT_OPTION = {
  value: 'MINUTES',
  summary: `how long to wait for the status, 1 to ${MOST_MINUTES}; default: ${DEFAULT_MINUTES}. The service continues afterwards`,
} as const;

/**
 * Milliseconds of `--timeout MINUTES`.
 *
 * @throws UsageError for anything but whole minutes in range.
 */
export function readTimeoutMs(text: string = String(DEFAULT_MINUTES)): number {
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (minutes < 1 || minutes > MOST_MINUTES) {
    throw new UsageError(`--timeout is "${text}", expected whole minutes from 1 to ${MOST_MINUTES}.`);
  }
  return minutes * 60_000;
}
