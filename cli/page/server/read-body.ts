import type { IncomingMessage } from 'node:http';
import { RefusedRequestError } from './routes';

/** Longest body of a change. */
const MOST_BYTES = 64 * 1024;

/**
 * Reads the body of a change.
 *
 * @throws RefusedRequestError for another type than JSON, which a form of another page could send; a body that is too
 *   long; and one that is no JSON object.
 */
export async function readJsonBody(request: IncomingMessage): Promise<object> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new RefusedRequestError(`The body is of type "${type}", expected application/json.`, 415);
  }
  return objectIn((await bytesOf(request)).toString('utf8'));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const tooLong = () => new RefusedRequestError(`The body is longer than ${MOST_BYTES} bytes.`, 413);
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLong();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) throw tooLong();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function objectIn(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RefusedRequestError('The body is no JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RefusedRequestError('The body is no JSON object.');
  }
  return value;
}
