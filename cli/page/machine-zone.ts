import { isTimeZone } from '../../lambda-src/snapshot-manager/domain/time-zone';

/**
 * Time zone of this machine (TZ is honoured), by a name that a browser knows; UTC where it has no such name. With `TZ=""`
 * Node.js answers `Etc/Unknown`, which Intl refuses, and with a TZ that it does not know nothing.
 */
export function machineZone(): string {
  const { timeZone }: Partial<Intl.ResolvedDateTimeFormatOptions> = Intl.DateTimeFormat().resolvedOptions();
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : 'UTC';
}
