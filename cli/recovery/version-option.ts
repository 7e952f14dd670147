import { UsageError } from '../../tools/command';

/**
 * Application version of `--code VERSION`.
 *
 * @throws UsageError for anything but a positive whole number.
 */
export function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--code is "${text}", expected the number of an application version, such as 6.`);
}
