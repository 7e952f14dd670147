import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** Facts in the first lines of an AWS call. */
export interface CallHead {
  readonly method: string;
  /** Path with its query, as it was sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Signing name of the service: `s3`, `lambda`, `monitoring` (CloudWatch), `events`, `logs` …; `-` when unsigned. */
  readonly service: string;
  /** The region that the call is signed for; empty when unsigned. */
  readonly region: string;
  /** Access key id of the signature; empty when unsigned. */
  readonly accessKeyId: string;
  /** `X-Amz-Target`, else empty. */
  readonly target: string;
  /** Undefined for REST services, except the few REST operations that the local cloud itself has to know. */
  readonly operation: string | undefined;
  /** The Query protocol: the operation stands in the body. */
  readonly isForm: boolean;
}

/** A call whose body was read, because one of our own parts wants to look at it. */
export interface Call extends CallHead {
  readonly body: Buffer;
}

/** A whole HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Names service and operation of a call by the AWS protocols (JSON, Query, RPC v2, REST). */
export function readHead(method: string, path: string, headers: IncomingHttpHeaders): CallHead {
  const target = headers['x-amz-target'];
  const targetText = typeof target === 'string' ? target : '';
  const [, accessKeyId = '', region = '', service = '-'] = CREDENTIAL.exec(headers.authorization ?? '') ?? [];
  return {
    method,
    path,
    headers,
    service,
    region,
    accessKeyId,
    target: targetText,
    operation: targetText !== '' ? targetText.slice(targetText.lastIndexOf('.') + 1) : restOperation(method, path),
    isForm: headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false,
  };
}

/** `Credential=<key>/<date>/<region>/<service>/aws4_request`. */
const CREDENTIAL = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//;

/** Body as it was before the client compressed it: SDKs do so with large calls of PutMetricData. */
export function plainBody({ headers, body }: Pick<Call, 'headers' | 'body'>): Buffer {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

/** The operation that a Query protocol body asks for. */
export function operationInForm(form: string): string | undefined {
  return new URLSearchParams(form).get('Action') ?? undefined;
}

const LAMBDA_INVOKE = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/;

/** Name or ARN of the function that an Invoke call's path is about. */
export function invokedFunction(path: string): string | undefined {
  const name = LAMBDA_INVOKE.exec(path)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** RPC v2: the operation is in the path. */
const RPC = /^\/service\/[^/]+\/operation\/([^/?]+)/;

function restOperation(method: string, path: string): string | undefined {
  const [, operation] = RPC.exec(path) ?? [];
  if (method === 'POST' && operation !== undefined) return operation;
  return method === 'POST' && LAMBDA_INVOKE.test(path) ? 'Invoke' : undefined;
}
