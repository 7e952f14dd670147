import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorText } from '../../../tools/error-text';
import { troubleText } from '../../safety/gather/trouble';
import { JSON_TYPE, refuse, send } from './answers';
import type { EventStream } from './event-stream';
import type { Guard } from './guard';
import { pageDocument, pageFile } from './page-files';
import { readJsonBody } from './read-body';
import { type PageRequest, RefusedRequestError, type Route, routeOf } from './routes';

interface Serving {
  readonly routes: readonly Route[];
  readonly events: EventStream;
  readonly guard: Guard;
  readonly opened?: (() => void) | undefined;
}

/** Names of errors that say that what was asked for does not exist, or can't be named so. */
const NOT_FOUND = ['MissingNameError', 'RequestRefusedError', 'SnapshotReferenceError'];

/** Answers the requests of the page: its files, its stream of events, and its documents. */
export class RequestHandler {
  /** Reads under way, by their addresses: pages that ask for the same at once share one. */
  private readonly reads = new Map<string, Promise<string>>();

  constructor(private readonly serving: Serving) {}

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { guard } = this.serving;
    const { method = 'GET', headers, url = '' } = request;
    const isRead = method === 'GET';
    const [path = ''] = url.split('?');
    const refused = isRead ? guard.refusesToRead(headers, path) : guard.refusesToChange(headers, path);
    if (refused !== undefined) return refuse(response, refused.status, refused.error);
    if (!isRead && method !== 'POST') {
      return refuse(response, 405, `The page answers GET and POST, not ${method}.`, { allow: 'GET, POST' });
    }
    try {
      if (!path.startsWith('/')) {
        throw new RefusedRequestError('The address must be a path of this page, such as /api/status.');
      }
      const query = new URLSearchParams(url.slice(path.length + 1));
      if (isRead && this.serveFile(path, headers, response)) return;
      await this.serveDocument(request, response, { path, query });
    } catch (error) {
      refuse(response, statusOf(error), sentenceOf(error));
    }
  }

  /** @returns false for an address of a document. */
  private serveFile(path: string, headers: PageRequest['headers'], response: ServerResponse): boolean {
    const { guard, events, opened } = this.serving;
    if (path === '/') {
      // A browser that fetches the page ahead, or a link checker, does not show it.
      if (headers['sec-purpose'] === undefined) opened?.();
      send(response, 'text/html; charset=utf-8', pageDocument(guard.token));
      return true;
    }
    // Only the page itself may load its parts; a person may open the documents.
    if (path === '/events') {
      if (!events.add(response)) refuse(response, 503, 'Too many pages are open: close some of them.');
      return true;
    }
    const file = pageFile(path);
    if (file === undefined) return false;
    send(response, file.type, file.body);
    return true;
  }

  private async serveDocument(
    request: IncomingMessage,
    response: ServerResponse,
    { path, query }: { readonly path: string; readonly query: URLSearchParams },
  ): Promise<void> {
    const { method = 'GET', headers, url = '' } = request;
    const found = routeOf(this.serving.routes, method, path);
    if (found === undefined) throw new RefusedRequestError(`The page has no ${method} ${path}.`, 404);
    const answer = async (body: unknown) =>
      JSON.stringify(await found.route.answer({ path: found.path, query, headers, body }));
    const text = method === 'GET' ? this.shared(url, () => answer(undefined)) : answer(await readJsonBody(request));
    send(response, JSON_TYPE, await text);
  }

  private shared(url: string, read: () => Promise<string>): Promise<string> {
    const underWay = this.reads.get(url);
    if (underWay !== undefined) return underWay;
    const text = read().finally(() => this.reads.delete(url));
    this.reads.set(url, text);
    return text;
  }
}

function statusOf(error: unknown): number {
  if (error instanceof RefusedRequestError) return error.status;
  if (error instanceof Error && NOT_FOUND.includes(error.name)) return 404;
  // A bug stays an error object there; all else is trouble with what was asked.
  return typeof errorText(error) === 'string' ? 502 : 500;
}

function sentenceOf(error: unknown): string {
  return error instanceof RefusedRequestError ? error.message : troubleText(error);
}
