import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { ControlPlane } from '../control-plane';
import { DASHBOARD_PATH } from '../dashboard-sessions';
import { simulatedDashboard } from './simulated-dashboard';

/** Cookie that a browser gets with the first page, so that the page's own files need no token in their URLs. */
const COOKIE = 'VerifiedAuthToken';

/** True if the request is for a Flink dashboard. */
export function isForDashboard(incoming: IncomingMessage): boolean {
  return new RegExp(`^${DASHBOARD_PATH}(?:[/?]|$)`).test(incoming.url ?? '');
}

/**
 * Answers a request below a presigned URL by what the job's own Flink answers. For reading only; 403 without a token that
 * is good now.
 */
export function serveDashboard(plane: ControlPlane, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const inQuery = url.searchParams.get('authToken');
  const token = inQuery ?? tokenInCookie(incoming.headers.cookie);
  const name = token === undefined ? undefined : plane.dashboards.use(token);
  if (name === undefined) {
    refuse(
      outgoing,
      403,
      'No such session: ask CreateApplicationPresignedUrl for a new URL and use it within 3 minutes',
    );
    return;
  }
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
    refuse(outgoing, 405, `${incoming.method} is not allowed: the dashboard is for reading`);
    return;
  }
  if (inQuery !== null) outgoing.setHeader('set-cookie', `${COOKIE}=${token}; Path=${DASHBOARD_PATH}; HttpOnly`);
  if (url.pathname === DASHBOARD_PATH) {
    // The page asks for its files relative to its own address.
    outgoing.writeHead(302, { location: `${DASHBOARD_PATH}/${url.search}` }).end();
    return;
  }
  url.searchParams.delete('authToken');
  const path = url.pathname.slice(DASHBOARD_PATH.length) + url.search;
  const application = plane.applications.has(name) ? plane.applications.get(name) : undefined;
  const cluster = plane.engine.runningClusters().find((each) => each.applicationName === name);
  if (application?.status !== 'RUNNING') refuse(outgoing, 404, `Application ${name} is not RUNNING`);
  else if (cluster) relay(cluster.restUrl + path, incoming, outgoing);
  else simulatedDashboard(application, url.pathname.slice(DASHBOARD_PATH.length), plane.clock.now(), outgoing);
}

function relay(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host: _ofThisServer, cookie: _ofThisServerToo, ...headers } = incoming.headers;
  const toFlink = request(target, { method: incoming.method, headers });
  toFlink.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, outgoing, () => undefined);
  });
  toFlink.on('error', (error) => refuse(outgoing, 502, `Flink does not answer: ${error.message}`));
  outgoing.on('close', () => toFlink.destroy());
  toFlink.end();
}

function tokenInCookie(header = ''): string | undefined {
  const pair = header.split(/;\s*/).find((each) => each.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1);
}

/** Answers an error in the form of Flink's REST API. */
function refuse(outgoing: ServerResponse, status: number, message: string): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ errors: [message] }));
}
