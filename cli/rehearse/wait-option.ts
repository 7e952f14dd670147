import { UsageError } from '../../tools/command';
import { readDurationMs } from '../recovery/time-input';

const DEFAULT = '2m';
const MOST_MS = 24 * 3_600_000;

/** Declaration of `--timeout` of what runs jobs on this machine. */
export const WAIT_OPTION = {
  timeout: { value: 'DURATION', summary: `for each wait for a job, such as 90s; default: ${DEFAULT}` },
} as const;

/** Milliseconds of `--timeout`. @throws UsageError for anything but a duration up to a day. */
export function readWaitMs(timeout: string = DEFAULT): number {
  const ms = readDurationMs(timeout);
  if (!ms || ms > MOST_MS) {
    throw new UsageError(`--timeout is "${timeout}", expected a duration up to 24h, such as 90s or 10m.`);
  }
  return ms;
}
