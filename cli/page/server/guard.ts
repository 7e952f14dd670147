import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Header in which the page sends its token with whatever changes something. */
export const TOKEN_HEADER = 'x-kda-page-token';

/** Reason for which a request is refused. */
export interface Refused {
  readonly status: 403 | 421;
  readonly error: string;
}

/**
 * Guard of the page: any other web page of the same browser can send requests to loopback, and a name of its own can
 * lead here (DNS rebinding).
 */
export class Guard {
  /** Known to whoever got the page itself; no other origin can read it. */
  readonly token = randomBytes(24).toString('base64url');

  /** @param port port that the server listens on. */
  constructor(private readonly port: () => number) {}

  /** Reason to refuse a request that only reads; undefined: it may go on. */
  refusesToRead({ host, ...headers }: IncomingHttpHeaders, path: string): Refused | undefined {
    if (!this.hosts().includes(host ?? '')) {
      return {
        status: 421,
        error: `This page answers as ${this.hosts().join(' or ')} only, and was asked as "${host ?? ''}". Open the address that kda page printed.`,
      };
    }
    // A link from elsewhere may open the page. Nothing of another origin may load or frame its parts: other ports of this
    // machine are the same site, and some reads have a price. Programs that are no browsers send none of these headers.
    const { origin, 'sec-fetch-site': site = 'none', 'sec-fetch-dest': destination } = headers;
    const isLink = path === '/' && destination === 'document';
    if ((site !== 'same-origin' && site !== 'none' && !isLink) || (origin !== undefined && !this.isOurs(origin))) {
      return { status: 403, error: 'Another web page asked for this. Open the address that kda page printed.' };
    }
    return undefined;
  }

  /** Reason to refuse a request that changes something; undefined: it may go on. */
  refusesToChange(headers: IncomingHttpHeaders, path: string): Refused | undefined {
    const refused = this.refusesToRead(headers, path);
    if (refused !== undefined) return refused;
    const { origin } = headers;
    if (origin === undefined || !this.isOurs(origin)) {
      return {
        status: 403,
        error: `A change must come from the page itself, and this one came from "${origin ?? ''}".`,
      };
    }
    if (!isSame(String(headers[TOKEN_HEADER] ?? ''), this.token)) {
      return {
        status: 403,
        error: 'A change needs the token of the page, and this request has another or none. Reload the page.',
      };
    }
    return undefined;
  }

  private isOurs(origin: string): boolean {
    return this.hosts().some((host) => origin === `http://${host}`);
  }

  private hosts(): readonly string[] {
    return ['127.0.0.1', 'localhost'].map((name) => `${name}:${this.port()}`);
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
