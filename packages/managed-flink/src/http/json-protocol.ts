import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceError } from '../errors';

/** The AWS JSON protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */

type Version = '1.0' | '1.1';

/** A whole HTTP answer. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: { readonly 'content-type': string };
  readonly body: Buffer;
}

/** Prefix of the operation's name in `X-Amz-Target` of a call to Managed Flink. */
export const MANAGED_FLINK_TARGET = 'KinesisAnalytics_20180523.';

/** Far above the largest request that meets the constraints (50 property groups of 50 pairs of 4 KB). */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The name of the operation that a request asks for. Error: UnknownOperationException. */
export function operationNameOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  if (request.method === 'POST' && typeof target === 'string' && target.startsWith(MANAGED_FLINK_TARGET)) {
    return target.slice(MANAGED_FLINK_TARGET.length);
  }
  const found = typeof target === 'string' ? `X-Amz-Target "${target}"` : 'no X-Amz-Target';
  throw new ServiceError(
    'UnknownOperationException',
    `${request.method} ${request.url} with ${found}: expected POST / with "${MANAGED_FLINK_TARGET}<Operation>"`,
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

/** A JSON body as an object. A body that is missing or no object counts as an empty one: each field is missing. */
export function readJson(body: Buffer | string): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(String(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

export function readText(from: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = from[field];
  return typeof value === 'string' ? value : undefined;
}

export function jsonAnswer(body: unknown, version: Version = '1.1'): JsonAnswer {
  return {
    status: 200,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: Buffer.from(JSON.stringify(body, epochSeconds)),
  };
}

/** An error; SDKs throw an instance of the class named `type` for it. */
export function errorAnswer(type: string, message: string, version: Version = '1.1', status = 400): JsonAnswer {
  return { ...jsonAnswer({ __type: type, message }, version), status };
}

/** The error of this API as an answer. */
export function answerOf({ type, message, httpStatus }: ServiceError): JsonAnswer {
  return errorAnswer(type, message, '1.1', httpStatus);
}

export function send(response: ServerResponse, requestId: string, { status, headers, body }: JsonAnswer): void {
  // The rest of a body that is too large is never read, so the connection cannot be used again.
  if (status === 413) response.setHeader('connection', 'close');
  response.writeHead(status, { ...headers, 'content-length': body.length, 'x-amzn-requestid': requestId });
  response.end(body);
}

/** Times travel as seconds since 1970. `toJSON` has made text of a Date by now, so the member is looked up again. */
function epochSeconds(this: unknown, key: string, value: unknown): unknown {
  const original =
    typeof this === 'object' && this !== null ? Object.getOwnPropertyDescriptor(this, key)?.value : value;
  return original instanceof Date ? original.getTime() / 1000 : value;
}
