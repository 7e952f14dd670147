import { errorAnswer } from '../../packages/managed-flink/src/http/json-protocol';
import { escaped, xmlError } from './alarm-engine/query-protocol';
import type { Answer, CallHead } from './aws-call';

/** Services that are the same in all regions: their calls are signed for a fixed one, whatever region is meant. */
const REGIONLESS: readonly string[] = ['iam', 'sts'];

/** AWS error code for a region that the account may not use; clients do not retry it. */
const CODE = 'OptInRequired';

/**
 * The refusal of a call that is signed for another region than the local cloud's, in the format of the client that made
 * it; undefined: the call may go on. Answering it would mix two regions in one: an alarm of the one would watch the
 * other, and a topic that is there would not be found.
 */
export function refusalOfOtherRegion(head: CallHead, served: string): Answer | undefined {
  const { region, service } = head;
  if (region === '' || region === served || REGIONLESS.includes(service)) return undefined;
  const message =
    `The local cloud serves region ${served}; this call of ${service} is signed for ${region}. ` +
    `Use AWS_REGION=${served}, or start a local cloud for settings with "region": "${region}"`;
  return { ...inFormatOf(head, message), status: 403 };
}

function inFormatOf(head: CallHead, message: string): Answer {
  if (head.isForm) return xmlError(CODE, message);
  if (head.service === 's3') {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${CODE}</Code><Message>${escaped(message)}</Message></Error>`;
    return { status: 403, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) };
  }
  const answer = errorAnswer(CODE, message);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': CODE } };
}
