import type { IncomingHttpHeaders } from 'node:http';

/** Request to the local cloud's own door. */
export interface ControlRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Header of requests that change something. A web page that sends it is asked for a preflight, which is never answered. */
export const CONTROL_HEADER = 'x-kda-local-cloud';
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Keeps web pages out: a browser names the page in Origin, a name that was bound to 127.0.0.1 afterwards stands in Host,
 * and only programs can send the header without asking first.
 *
 * @returns the sentence of a refusal; undefined for a request of a program on this machine.
 */
export function refusalOf({ method, headers }: ControlRequest): string | undefined {
  const { host = '', origin } = headers;
  if (!LOOPBACK.test(host)) {
    return `Host is ${host || 'missing'}, expected 127.0.0.1, localhost or [::1]: the local cloud answers this machine only.`;
  }
  if (origin !== undefined) {
    return `Origin is ${origin}, expected none: the local cloud answers programs, no web page. Open kda page instead.`;
  }
  if (method !== 'GET' && headers[CONTROL_HEADER] !== '1') {
    return `Header ${CONTROL_HEADER} is ${headers[CONTROL_HEADER] ?? 'missing'}, expected 1 for ${method}.`;
  }
  return undefined;
}
