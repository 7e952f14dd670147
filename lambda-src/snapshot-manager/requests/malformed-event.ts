import { jsonLog } from '../log';
import { eventOfInvocation, NO_APPLICATION, recordWithoutApplication } from '../run/record-without-application';
import type { RunContext } from '../run/run-context';

/** Writes one record of an event that could not be read, however often Lambda delivers it. The caller fails anyway. */
export async function recordMalformedEvent(detail: string, context: RunContext): Promise<void> {
  const { clock, writeLine } = context.ports;
  const ids = { application: NO_APPLICATION, eventId: context.invocationId };
  const log = jsonLog(writeLine, () => clock.now(), ids);
  log('event.malformed', { detail });
  await recordWithoutApplication('malformed-event', detail, await eventOfInvocation(context, log), context);
}
