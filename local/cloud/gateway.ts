import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import { messageOf } from '../../packages/managed-flink/src/errors';
import { jsonAnswer, MANAGED_FLINK_TARGET, readJson } from '../../packages/managed-flink/src/http/json-protocol';
import { listenOnLoopback } from '../../packages/managed-flink/src/http/listen';
import { refusalOfWebPage } from '../../packages/managed-flink/src/http/web-page';
import { type Answer, type Call, type CallHead, operationInForm, plainBody, readHead } from './aws-call';
import type { RoleRights } from './identity/role-rights';
import { refusalOfOtherRegion } from './other-region';

/** A part of the local cloud that answers some calls itself, or looks at them on their way to the emulator. */
export interface Interceptor {
  /** Judged by service and operation alone, before any body is read: S3 uploads must stream past. */
  wants(head: CallHead): boolean;
  /** Answers the call; `forward` sends it, unchanged, to the emulator. */
  answer(call: Call, forward: () => Promise<Answer>): Promise<Answer>;
}

/** Refusals of calls that are asked for, as if the service gave them. */
export interface Refusals {
  /** Judged by the call's head alone. */
  wants(head: CallHead): boolean;
  /** @returns undefined when the call may go on. */
  refusal(call: Call): Answer | undefined;
}

/** The local cloud's own door: requests that are no calls of AWS. */
export interface OwnDoor {
  answer(request: Pick<Call, 'method' | 'path' | 'headers' | 'body'>): Promise<Answer>;
}

/** Writes down what is called; it changes no answer. */
export interface CallRecorder {
  /** Judged by the call's head alone: who called, and what service. */
  wants(head: CallHead): boolean;
  /** @param call with its body; that of an S3 call is empty, since uploads are streamed past. */
  record(call: Call): void;
}

export interface GatewayOptions {
  /** The one that is served; calls for another are refused. */
  readonly region: string;
  /** Address for calls that nobody else handles; undefined while it is not up. */
  readonly emulator: () => string | undefined;
  /** The Managed Flink API; undefined while it is not up. */
  readonly managedFlink: () => string | undefined;
  readonly interceptors: readonly Interceptor[];
  /** Judges what roles call. None: everybody may call everything. */
  readonly roleRights?: RoleRights;
  /** Sees every call before it is answered. Default: nobody does. */
  readonly recorder?: CallRecorder;
  /** Refuses calls that would otherwise be answered. Default: none. */
  readonly refusals?: Refusals;
  /** Answers below `/_local-cloud`, before any service and counted nowhere; undefined while it is not there. */
  readonly ownDoor?: () => OwnDoor | undefined;
  /** Port to listen on; 0: a free one. */
  readonly port?: number;
}

/** One endpoint for all AWS services, on loopback. */
export interface Gateway {
  readonly endpoint: string;
  /** Calls so far, by `service.Operation` (REST services without operation names: by method). */
  callCounts(): Record<string, number>;
  /** Ends all connections at once. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts the endpoint in front of the emulator, the Managed Flink API and our own parts. Host and Authorization are
 * handed on untouched, so that signatures stay valid; bodies of uploads are streamed, never held.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const agent = new Agent({ keepAlive: true, timeout: 30_000 });
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, { options, agent, counts }).catch((error: unknown) => {
      fail(outgoing, 500, 'InternalFailure', `Local cloud: ${messageOf(error)}`);
    });
  });
  // Uploads and long polls may take longer than Node's default five minutes.
  server.requestTimeout = 0;
  const port = await listenOnLoopback(server, options.port);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    callCounts: () => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

interface Serving {
  readonly options: GatewayOptions;
  /** Connections to the services behind the gateway. */
  readonly agent: Agent;
  readonly counts: Map<string, number>;
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, serving: Serving): Promise<void> {
  const { options, agent, counts } = serving;
  let head = readHead(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers);
  const refusalOfPage = refusalOfWebPage(head.headers);
  // Who calls AWS here can run a function on this machine: a web page must not.
  if (refusalOfPage !== undefined && !OWN_PATH.test(head.path)) {
    incoming.resume();
    fail(outgoing, 403, 'AccessDeniedException', `Local cloud: ${refusalOfPage}`);
    return;
  }
  if (head.path === HEALTH_PATH) {
    send(outgoing, jsonAnswer({ pid: process.pid }));
    return;
  }
  if (OWN_PATH.test(head.path)) {
    await answerItself(head, incoming, outgoing, options.ownDoor?.());
    return;
  }
  // The Query protocol names its operation in the body; such bodies are small.
  let body = head.isForm ? await readBody(incoming) : undefined;
  if (body !== undefined)
    head = { ...head, operation: operationInForm(plainBody({ headers: head.headers, body }).toString('utf8')) };
  const key = `${head.service}.${head.operation ?? head.method}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);

  if (options.recorder?.wants(head)) {
    if (head.service !== 's3') body ??= await readBody(incoming);
    options.recorder.record({ ...head, body: body ?? NO_BODY });
  }
  const otherRegion = refusalOfOtherRegion(head, options.region);
  if (otherRegion !== undefined) {
    incoming.resume(); // an upload that nobody reads would keep the answer back
    send(outgoing, otherRegion);
    return;
  }
  const toManagedFlink = head.target.startsWith(MANAGED_FLINK_TARGET);
  const upstream = toManagedFlink ? options.managedFlink() : options.emulator();
  if (upstream === undefined) {
    const what = toManagedFlink ? 'the Managed Flink API' : 'MiniStack';
    fail(outgoing, 503, 'ServiceUnavailableException', `Local cloud: ${what} is not running.`);
    return;
  }
  if (options.roleRights?.watches(head)) {
    body ??= await readBody(incoming);
    const refusal = await options.roleRights.judge({ ...head, body });
    if (refusal !== undefined) {
      send(outgoing, refusal);
      return;
    }
  }
  if (options.refusals?.wants(head)) {
    body ??= await readBody(incoming);
    const refusal = options.refusals.refusal({ ...head, body });
    if (refusal !== undefined) {
      send(outgoing, refusal);
      return;
    }
  }
  const interceptor = toManagedFlink ? undefined : options.interceptors.find((candidate) => candidate.wants(head));
  if (interceptor !== undefined) {
    body ??= await readBody(incoming);
    const call: Call = { ...head, body };
    send(outgoing, await interceptor.answer(call, () => exchange(agent, upstream, call)));
    return;
  }
  relay(agent, upstream, head, incoming, body, outgoing);
}

/** Hands a request to the local cloud's own door. */
async function answerItself(
  head: CallHead,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  door: OwnDoor | undefined,
): Promise<void> {
  if (door === undefined) {
    incoming.resume();
    fail(outgoing, 503, 'ServiceUnavailableException', 'Local cloud: it is not up yet.');
    return;
  }
  const { method, path, headers } = head;
  if (Number(headers['content-length'] ?? 0) > MAX_OWN_BYTES) {
    incoming.resume();
    fail(outgoing, 413, 'RequestEntityTooLargeException', `A request has at most ${MAX_OWN_BYTES} bytes.`);
    return;
  }
  send(outgoing, await door.answer({ method, path, headers, body: await readBody(incoming) }));
}

/** Requests of the own door are a name or two. */
const MAX_OWN_BYTES = 65_536;

const NO_BODY = Buffer.alloc(0);

const OWN_PATH = /^\/_local-cloud(?:[/?]|$)/;
const HEALTH_PATH = '/_local-cloud/health';

/** The process that answers as a local cloud on `endpoint`; undefined when none does. */
export async function processBehind(endpoint: string): Promise<number | undefined> {
  try {
    const response = await fetch(new URL(HEALTH_PATH, endpoint), { signal: AbortSignal.timeout(10_000) });
    const { pid } = readJson(await response.text());
    return typeof pid === 'number' ? pid : undefined;
  } catch {
    // Nothing listens there, or something that is not a local cloud.
    return undefined;
  }
}

function relay(
  agent: Agent,
  upstream: string,
  head: CallHead,
  incoming: IncomingMessage,
  body: Buffer | undefined,
  outgoing: ServerResponse,
): void {
  const toUpstream = request(upstream + head.path, { method: head.method, headers: relayed(head.headers), agent });
  toUpstream.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    pipeline(response, outgoing, () => undefined);
  });
  toUpstream.on('error', (error) =>
    fail(outgoing, 502, 'ServiceUnavailableException', `${upstream}: ${error.message}`),
  );
  // A caller that hangs up must not leave its call running.
  outgoing.on('close', () => toUpstream.destroy());
  if (body !== undefined) toUpstream.end(body);
  else pipeline(incoming, toUpstream, () => undefined);
}

function exchange(agent: Agent, upstream: string, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outbound = request(upstream + call.path, { method: call.method, headers: relayed(call.headers), agent });
    outbound.on('error', reject);
    outbound.on('response', (response) => {
      readBody(response).then(
        (body) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body }),
        reject,
      );
    });
    outbound.end(call.body);
  });
}

/** "Expect: 100-continue" was answered here; handing it on would make the emulator wait for a body that is on its way. */
function relayed(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { expect: _answeredHere, ...rest } = headers;
  return rest;
}

function send(outgoing: ServerResponse, answer: Answer): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const { 'transfer-encoding': _whole, ...headers } = answer.headers;
  outgoing.writeHead(answer.status, { ...headers, 'content-length': answer.body.length });
  outgoing.end(answer.body);
}

function fail(outgoing: ServerResponse, status: number, type: string, message: string): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type };
  send(outgoing, { status, headers, body: Buffer.from(JSON.stringify({ __type: type, message })) });
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
