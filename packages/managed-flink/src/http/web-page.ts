import type { IncomingHttpHeaders } from 'node:http';

/** Names of this machine's own interface, and names below `localhost`, as S3 has them for buckets. */
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|(?:[\w-]+\.)*localhost|\[::1\])(?::\d+)?$/i;

/** Values of `Sec-Fetch-Site` of requests that another page made; a program sends none. */
const OF_ANOTHER_PAGE: readonly unknown[] = ['cross-site', 'same-site'];

/**
 * Keeps web pages out of a server that is meant for programs on this machine: a browser sends requests of any page to
 * loopback, and a name of somebody else may lead there (DNS rebinding). Pages that the server itself gave are let in.
 *
 * @returns the sentence of a refusal; undefined for a program.
 */
export function refusalOfWebPage(headers: IncomingHttpHeaders): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!LOOPBACK.test(host)) {
    return `Host is ${host || 'missing'}, expected 127.0.0.1, localhost or [::1]: only this machine is answered.`;
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return `Origin is ${origin}, expected none: programs are answered, no web page.`;
  }
  if (OF_ANOTHER_PAGE.includes(site)) {
    return `Sec-Fetch-Site is ${String(site)}: programs are answered, no web page.`;
  }
  return undefined;
}
