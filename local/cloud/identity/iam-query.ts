import { signedHeaders } from '../signed-headers';

/**
 * One call of IAM, which no installed SDK client speaks: its Query protocol, signed with the local root credentials.
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
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const call = { host: new URL(endpoint).host, region, service: 'iam', headers, body };
  const response = await fetch(endpoint, { method: 'POST', headers: signedHeaders(call, new Date()), body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`iam:${parameters.Action} was answered ${response.status}: ${answer}`);
  return answer;
}
