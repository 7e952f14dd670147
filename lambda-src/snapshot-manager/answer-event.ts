import type { Refusal } from '../contract';
import { type Answer, fulfil } from './dispatch';
import { parseRequest, type Request } from './domain/request';
import { RequestRefusedError } from './domain/request-refused-error';
import { describeError } from './log';
import { recordMalformedEvent } from './requests/malformed-event';
import { recordRefusal } from './requests/refusal';
import type { RunContext } from './run/run-context';

/**
 * Does what an event asks for. A request that is refused is answered, not failed: whoever asked reads the answer, and a
 * typing error must not count among the function's errors, which alarm.
 *
 * @returns what `fulfil` does, or the refusal, recorded.
 * @throws MalformedEventError, recorded, for an event of the schedule that cannot be read; what `fulfil` throws.
 */
export async function answerEvent(event: unknown, context: RunContext): Promise<Answer | Refusal> {
  try {
    return await fulfil(await readRequest(event, context), context);
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) throw error;
    await recordRefusal(error.message, context);
    return { refused: error.message };
  }
}

async function readRequest(event: unknown, context: RunContext): Promise<Request> {
  try {
    return parseRequest(event, context.ports.clock.now());
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) {
      await recordMalformedEvent(describeError(error), context);
    }
    throw error;
  }
}
