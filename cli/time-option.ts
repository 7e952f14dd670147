import { UsageError } from '../tools/command';
import { readTime, TimeInputError } from './recovery/time-input';

/**
 * Reads the time that an option or argument gives.
 *
 * @throws UsageError for another form, or for a time in the future.
 */
export function readTimeOption(name: string, text: string, now: Date): Date {
  try {
    return readTime(text, now);
  } catch (error) {
    if (error instanceof TimeInputError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}
