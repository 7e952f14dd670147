import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../../../packages/managed-flink/src/http/listen';
import { troubleText } from '../../safety/gather/trouble';
import type { Refusal } from '../api/common';
import type { EventStream } from './event-stream';
import { Guard } from './guard';
import { pageDocument, pageFile, SECURITY_HEADERS } from './page-files';
import { RefusedRequestError, type Route, routeOf } from './routes';

export interface PageServerOptions {
  readonly routes: readonly Route[];
  readonly events: EventStream;
  /** Port to listen on; 0: a free one. */
  readonly port: number;
}

/** Running server of the page, on loopback only. */
export interface PageServer {
  readonly url: string;
  /** Ends all connections at once. Safe to call twice. */
  close(): Promise<void>;
}

/** Longest body of a change. */
const MOST_BODY_BYTES = 64 * 1024;

/**
 * Starts the server of the page.
 *
 * @throws the error of listening (`EADDRINUSE`).
 */
export async function startPageServer({ routes, events, port }: PageServerOptions): Promise<PageServer> {
  let listening = 0;
  const guard = new Guard(() => listening);
  const server = createServer((request, response) => {
    serve(request, response, { routes, events, guard }).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, troubleText(error));
    });
  });
  listening = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${listening}/`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      events.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Serving extends Pick<PageServerOptions, 'routes' | 'events'> {
  readonly guard: Guard;
}

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { routes, events, guard } = serving;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const { method = 'GET', headers } = request;
  const refused = method === 'GET' ? guard.refusesToRead(headers) : guard.refusesToChange(headers);
  if (refused !== undefined) return refuse(response, refused.status, refused.error);
  if (method === 'GET' && pathname === '/')
    return send(response, 'text/html; charset=utf-8', pageDocument(guard.token));
  if (method === 'GET' && pathname === '/events') return events.add(response);
  const file = method === 'GET' ? pageFile(pathname) : undefined;
  if (file !== undefined) return send(response, file.type, file.body);
  const found = routeOf(routes, method, pathname);
  if (found === undefined) return refuse(response, 404, `The page has no ${method} ${pathname}.`);
  try {
    const body = method === 'POST' ? await readJsonBody(request) : undefined;
    const answer = await found.route.answer({ path: found.path, query: searchParams, headers, body });
    send(response, 'application/json; charset=utf-8', JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof RefusedRequestError)) throw error;
    refuse(response, error.status, error.message);
  }
}

async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BODY_BYTES) throw new RefusedRequestError(`The body is longer than ${MOST_BODY_BYTES} bytes.`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
  } catch {
    throw new RefusedRequestError('The body is no JSON.');
  }
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': type }).end(body);
}

function refuse(response: ServerResponse, status: number, error: string): void {
  const refusal: Refusal = { error };
  response
    .writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(refusal));
}
