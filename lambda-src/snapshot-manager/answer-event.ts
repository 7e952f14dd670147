import type { Refusal } from '../contract';
import { type Answer, fulfil } from './dispatch';
import { parseRequest, type Request } from './domain/request';
import { RequestRefusedError } from './domain/request-refused-error';
import { describeError } from './log';
import { recordMalformedEvent } from './requests/malformed-event';
import { recordRefusal } from './requests/refusal';
import type { RunContext } from './run/run-context';

/**
 * Fulfils an event. A refused request is answered instead of failing: the answer reaches whoever asked, and a typing
 * error must not raise the alarm on the function's errors.
 *
 * @returns the result of `fulfil`, or the recorded refusal.
 * @throws MalformedEventError, recorded, for a scheduled event that cannot be read; and everything that `fulfil`
 * throws.
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
