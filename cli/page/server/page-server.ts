import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnLoopback } from '../../../packages/managed-flink/src/http/listen';
import { troubleText } from '../../safety/gather/trouble';
import { refuse } from './answers';
import type { EventStream } from './event-stream';
import { Guard } from './guard';
import { otherUser } from './other-user';
import { RequestHandler } from './request-handler';
import type { Route } from './routes';

export interface PageServerOptions {
  readonly routes: readonly Route[];
  readonly events: EventStream;
  /** Port to listen on; 0: a free one. */
  readonly port: number;
  /** Told when a browser asks for the page itself: it is about to show it. */
  readonly opened?: () => void;
}

/** Running server of the page, on loopback only. */
export interface PageServer {
  readonly url: string;
  /** Ends all connections at once. Safe to call twice. */
  close(): Promise<void>;
}

/** Bounds for whoever connects: a browser needs a few connections, and sends short requests at once. */
const BOUNDS = { connections: 256, headersMs: 5000, requestMs: 10_000, checkEveryMs: 1000 } as const;

/**
 * Starts the server of the page.
 *
 * @throws the error of listening (`EADDRINUSE`).
 */
export async function startPageServer({ routes, events, port, opened }: PageServerOptions): Promise<PageServer> {
  let listening = 0;
  /** Once for each connection. */
  const users = new WeakMap<Socket, Promise<number | undefined>>();
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const user = await users.get(request.socket);
    if (user === undefined) return handler.serve(request, response);
    refuse(response, 403, `This page is for the user who started it, and you are user ${user}. Start your own.`);
  };
  const handler = new RequestHandler({ routes, events, guard: new Guard(() => listening), opened });
  const server = createServer(
    {
      headersTimeout: BOUNDS.headersMs,
      requestTimeout: BOUNDS.requestMs,
      connectionsCheckingInterval: BOUNDS.checkEveryMs,
    },
    (request, response) => {
      serve(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else refuse(response, 500, troubleText(error));
      });
    },
  );
  server.on('connection', (socket) => users.set(socket, otherUser(socket)));
  server.maxConnections = BOUNDS.connections;
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
