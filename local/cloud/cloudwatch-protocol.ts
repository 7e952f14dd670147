import { cbor, dateToTag } from '@smithy/core/cbor';
import { errorAnswer, readJson } from '../../packages/managed-flink/src/http/json-protocol';
import { readForm, xmlAnswer, xmlError } from './alarm-engine/query-protocol';
import { type Answer, type Call, plainBody } from './aws-call';
import { CloudWatchError } from './cloudwatch-error';

/**
 * The three protocols of CloudWatch: Query (Terraform's provider 5, older SDKs), JSON 1.0 (SDK for JavaScript, boto),
 * and RPC v2 with CBOR (newer SDKs). Times in results are Date objects, or epoch seconds in fields named `…Timestamp`.
 */
export async function answerCloudWatch(
  call: Call,
  operation: (request: Readonly<Record<string, unknown>>) => Promise<object>,
): Promise<Answer> {
  const name = call.operation ?? '';
  try {
    const result = await operation(readCloudWatch(call));
    if (call.isForm) return xmlAnswer(name, result);
    return isCbor(call) ? cborAnswer(200, result) : jsonAnswerOf(result);
  } catch (error) {
    if (!(error instanceof CloudWatchError)) throw error;
    const { code, message } = error;
    if (call.isForm) return xmlError(code, message);
    // Clients of the newer protocols find the error's type by this header, as the Query protocol names it.
    const answer = isCbor(call) ? cborAnswer(400, { __type: code, message }) : errorAnswer(code, message, '1.0');
    return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${code};Sender` } };
  }
}

/** Fields of a request, in whatever protocol it came. */
export function readCloudWatch(call: Call): Readonly<Record<string, unknown>> {
  const body = plainBody(call);
  if (call.isForm) return readForm(body.toString('utf8'));
  if (!isCbor(call)) return readJson(body);
  const value: unknown = body.length === 0 ? {} : withoutTags(cbor.deserialize(body));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isCbor({ headers }: Call): boolean {
  return headers['smithy-protocol'] === 'rpc-v2-cbor' || headers['content-type'] === 'application/cbor';
}

/** Without jsonAnswer's look at each member for times: a dashboard has a hundred thousand numbers. */
function jsonAnswerOf(result: object): Answer {
  const body = Buffer.from(JSON.stringify(withSeconds(result)));
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}

function cborAnswer(status: number, result: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    body: Buffer.from(cbor.serialize(withTags('', result))),
  };
}

/** Times as the JSON protocol has them: epoch seconds. */
function withSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(withSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withSeconds(member)]));
}

/** Times as CBOR has them: tag 1, epoch seconds. */
function withTags(key: string, value: unknown): unknown {
  if (value instanceof Date) return dateToTag(value);
  if (typeof value === 'number' && key.endsWith('Timestamp')) return dateToTag(new Date(value * 1_000));
  if (Array.isArray(value)) return value.map((item) => withTags('', item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, withTags(name, member)]),
  );
}

/** Times as the JSON protocol has them: epoch seconds. */
function withoutTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTags);
  if (typeof value !== 'object' || value === null) return value;
  if ('tag' in value && 'value' in value) return value.value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutTags(member)]));
}
