import type { RunEvent } from '../domain/request';
import { jsonLog } from '../log';
import { NO_APPLICATION, recordWithoutApplication } from './record-without-application';
import type { RunContext } from './run-context';

/**
 * Records that not every application could be found, in addition to the records of those that were.
 *
 * @returns the record's message.
 */
export async function recordDiscoveryFailure(
  troubles: readonly string[],
  event: RunEvent,
  context: RunContext,
): Promise<string> {
  const { clock, writeLine } = context.ports;
  const log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION, eventId: event.id });
  log('fleet.error', { troubles });
  // The first says it all when the list failed; a thousand tags that failed would fill the row.
  return recordWithoutApplication('discovery-failed', troubles.slice(0, 10).join(' '), event, context);
}
