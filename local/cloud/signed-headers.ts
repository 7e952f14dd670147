import { createHash, createHmac } from 'node:crypto';
import { LOCAL_CREDENTIALS } from './emulator-clients';

/** Call of a service for which no SDK client is installed. */
export interface PostCall {
  /** Host with its port. */
  readonly host: string;
  readonly region: string;
  /** Signing name of the service. */
  readonly service: string;
  /** Headers to send, names in lower case; all are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Headers of a POST of `/`, signed (Signature Version 4) with the local root credentials.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders({ host, region, service, headers, body }: PostCall, now: Date): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const all = Object.entries({ ...headers, host, 'x-amz-date': time }).sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = all.map(([name]) => name).join(';');
  const lines = all.map(([name, value]) => `${name}:${value}\n`).join('');
  const canonical = `POST\n/\n\n${lines}\n${signed}\n${sha256(body)}`;
  const key = scope
    .split('/')
    .reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${LOCAL_CREDENTIALS.secretAccessKey}`));
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString('hex');
  return {
    ...headers,
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${LOCAL_CREDENTIALS.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
