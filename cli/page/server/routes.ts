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
    readonly status: 400 | 403 | 404 | 409 | 413 | 415 = 400,
  ) {
    super(message);
  }
}

/**
 * Route that answers a method and a path, with the groups of the path, decoded; undefined: none does.
 *
 * @throws RefusedRequestError for a part that can't be decoded, or that would be another path.
 */
export function routeOf(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    const found = new RegExp(`^${route.path.source}$`).exec(path);
    if (found === null || route.method !== method) continue;
    const groups = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decoded(value)] as const);
    return { route, path: Object.fromEntries(groups) };
  }
  return undefined;
}

/** Characters of names in AWS, and `*` and `@`, by which kda names things. */
const PART = /^[\w.*@:+ -]{1,256}$/;

function decoded(text: string): string {
  let part: string | undefined;
  try {
    part = decodeURIComponent(text);
  } catch {
    // Said below.
  }
  if (part !== undefined && PART.test(part)) return part;
  throw new RefusedRequestError(`"${text}" in the address is no name: letters, digits and ._-*@:+ are allowed.`);
}
