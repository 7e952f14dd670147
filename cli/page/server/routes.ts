import type { IncomingHttpHeaders } from 'node:http';

/** Request of the page, read. */
export interface PageRequest {
  /** Groups of the path's pattern, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Body of a POST in JSON; undefined for a GET. */
  readonly body: unknown;
}

/** Path that the server answers with a document in JSON. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Pattern of the whole path with named groups, such as `/api/history/(?<application>[^/]+)`. */
  readonly path: RegExp;
  /** @throws RefusedRequestError for a request that can't be answered, any other error as a trouble of AWS. */
  readonly answer: (request: PageRequest) => Promise<object> | object;
}

/** Error for a request that is wrong: the sentence says what is allowed. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError';

  constructor(
    message: string,
    readonly status: 400 | 403 | 404 | 409 = 400,
  ) {
    super(message);
  }
}

/** Route that answers a method and a path, with the groups of the path; undefined: none does. */
export function routeOf(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    const found = new RegExp(`^${route.path.source}$`).exec(path);
    if (found === null || route.method !== method) continue;
    const groups = Object.entries(found.groups ?? {}).map(
      ([name, value]) => [name, decodeURIComponent(value)] as const,
    );
    return { route, path: Object.fromEntries(groups) };
  }
  return undefined;
}
