import { UsageError } from '../tools/command';
import { checkTimeForm, readTime, TimeInputError } from './recovery/time-input';

/**
 * Reads the time that an option or argument gives.
 *
 * @throws UsageError for another form, or for a time in the future.
 */
export function readTimeOption(name: string, text: string, now: Date): Date {
  return asUsage(name, () => readTime(text, now));
}

/**
 * Text of a time, unchanged: it is read later, by the clock that counts.
 *
 * @throws UsageError for another form.
 */
export function readTimeForm(name: string, text: string): string {
  asUsage(name, () => checkTimeForm(text));
  return text;
}

function asUsage<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TimeInputError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}
