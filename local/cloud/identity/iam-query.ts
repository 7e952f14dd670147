import { createHash, createHmac } from 'node:crypto';
import { LOCAL_CREDENTIALS } from '../emulator-clients';

/**
 * One call of IAM, which no installed SDK client speaks: its Query protocol, signed (Signature Version 4) with the local root credentials.
 *
 * @returns the XML of the answer.
 * @throws Error when it is refused.
 */
export async function iamQuery(
  endpoint: string,
  region: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const body = new URLSearchParams({ ...parameters, Version: '2010-05-08' }).toString();
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: signedHeaders(new URL(endpoint).host, region, body, new Date()),
    body,
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`iam:${parameters.Action} was answered ${response.status}: ${answer}`);
  return answer;
}

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';
const SIGNED = 'content-type;host;x-amz-date';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signedHeaders(host: string, region: string, body: string, now: Date): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/iam/aws4_request`;
  const canonical = `POST\n/\n\ncontent-type:${CONTENT_TYPE}\nhost:${host}\nx-amz-date:${time}\n\n${SIGNED}\n${sha256(body)}`;
  const key = scope
    .split('/')
    .reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${LOCAL_CREDENTIALS.secretAccessKey}`));
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString('hex');
  return {
    'content-type': CONTENT_TYPE,
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${LOCAL_CREDENTIALS.accessKeyId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`,
  };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
