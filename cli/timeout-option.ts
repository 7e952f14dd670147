import { UsageError } from '../tools/command';

/** Large state takes a service that long to read or write; after it a person should look. */
const DEFAULT_MINUTES = 60;

const MOST_MINUTES = 1440;

/** The line of the usage. */
export const TIMEOUT_USAGE = `--timeout MINUTES    how long to wait for the status, 1 to ${MOST_MINUTES}; default: ${DEFAULT_MINUTES}. The service goes on afterwards`;

/** Milliseconds that `--timeout MINUTES` asks for. @throws UsageError for anything but whole minutes in range. */
export function readTimeoutMs(text: string = String(DEFAULT_MINUTES)): number {
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (minutes < 1 || minutes > MOST_MINUTES) {
    throw new UsageError(`--timeout is "${text}", expected whole minutes from 1 to ${MOST_MINUTES}.`);
  }
  return minutes * 60_000;
}
