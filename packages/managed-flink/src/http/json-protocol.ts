import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceError } from '../errors';

/** AWS JSON 1.1, the service's protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'KinesisAnalytics_20180523.';

/** Far above the largest request that meets the constraints (50 property groups of 50 pairs of 4 KB). */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The name of the operation that a request asks for. Error: UnknownOperationException. */
export function operationNameOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  if (request.method === 'POST' && typeof target === 'string' && target.startsWith(TARGET_PREFIX)) {
    return target.slice(TARGET_PREFIX.length);
  }
  const found = typeof target === 'string' ? `X-Amz-Target "${target}"` : 'no X-Amz-Target';
  throw new ServiceError(
    'UnknownOperationException',
    `${request.method} ${request.url} with ${found}: expected POST / with "${TARGET_PREFIX}<Operation>"`,
  );
}

/** Errors: RequestEntityTooLargeException; what the connection throws when the caller goes away. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Not destroyed when too large: the answer that says so goes over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) {
      throw new ServiceError(
        'RequestEntityTooLargeException',
        `The body of the request is larger than ${MAX_BODY_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function sendAnswer(response: ServerResponse, requestId: string, answer: unknown): void {
  send(response, 200, requestId, JSON.stringify(answer, epochSeconds));
}

export function sendError(response: ServerResponse, requestId: string, error: ServiceError): void {
  // After a body that was not read to its end the connection is of no more use.
  if (error.type === 'RequestEntityTooLargeException') response.setHeader('connection', 'close');
  send(response, error.httpStatus, requestId, JSON.stringify({ __type: error.type, message: error.message }));
}

function send(response: ServerResponse, status: number, requestId: string, body: string): void {
  response.writeHead(status, {
    'content-type': CONTENT_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': requestId,
  });
  response.end(body);
}

/** Times travel as seconds since 1970. `toJSON` has made text of a Date by now, so the member is looked up again. */
function epochSeconds(this: unknown, key: string, value: unknown): unknown {
  const original =
    typeof this === 'object' && this !== null ? Object.getOwnPropertyDescriptor(this, key)?.value : value;
  return original instanceof Date ? original.getTime() / 1000 : value;
}
