import type { Answer } from './aws-call';

/** A JSON body as an object; anything else, and no body at all, is an empty one: each field is then simply missing. */
export function readJson(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

export function readText(from: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = from[field];
  return typeof value === 'string' ? value : undefined;
}

/** An answer of the AWS JSON protocol. */
export function jsonAnswer(body: unknown, version: '1.0' | '1.1' = '1.1'): Answer {
  return {
    status: 200,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** An error of the AWS JSON protocol; SDKs make an instance of the class named `type` of it. */
export function serviceError(type: string, message: string, version: '1.0' | '1.1' = '1.1'): Answer {
  return { ...jsonAnswer({ __type: type, message }, version), status: 400 };
}
