import type { ServerResponse } from 'node:http';
import type { Refusal } from '../api/common';
import { SECURITY_HEADERS } from './page-files';

export const JSON_TYPE = 'application/json; charset=utf-8';

export function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': type }).end(body);
}

/** Answers with a sentence. The connection ends: what is left of the request is of no use. */
export function refuse(
  response: ServerResponse,
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const refusal: Refusal = { error };
  response
    .writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-type': JSON_TYPE, connection: 'close' })
    .end(JSON.stringify(refusal));
}
