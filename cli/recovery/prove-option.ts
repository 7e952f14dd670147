import { UsageError } from '../../tools/command';
import { readDurationMs } from './time-input';

const DEFAULT = '5m';
const MOST_MS = 24 * 3_600_000;

/** Declaration of the option. */
export const PROVE_OPTION = {
  value: 'DURATION',
  summary: `how long to watch for the proof, such as 90s or 10m; default: ${DEFAULT}`,
} as const;

/**
 * Milliseconds of `--prove DURATION`.
 *
 * @throws UsageError for another form, or more than a day.
 */
export function readProveMs(text: string = DEFAULT): number {
  const ms = readDurationMs(text);
  if (ms && ms <= MOST_MS) return ms;
  throw new UsageError(`--prove is "${text}", expected a duration up to 24h, such as 90s or 10m.`);
}
