import type { z } from 'zod';
import { FlinkAnswerError, FlinkRequestError, FlinkUnreachableError } from './flink-errors';

/** Flink answers all but "run" at once; "run" executes the job's main() first. */
export const REQUEST_TIMEOUT_MS = 120_000;

/** Characters of an answer that an error quotes. */
const LONGEST_QUOTE = 500;

/** JSON over HTTP to one cluster's REST API. Every answer is checked against the schema it is read by. */
export class FlinkHttp {
  constructor(readonly url: string) {}

  /**
   * @throws FlinkRequestError when Flink answers with an error.
   * @throws FlinkUnreachableError when nobody answers.
   * @throws FlinkAnswerError when the answer is not what the schema says.
   */
  async call<T>(
    method: string,
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
    end: AbortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  ): Promise<T> {
    const request = `${method} ${path}`;
    const text = await this.send(request, path, { method, signal: end, ...encoded(body) });
    try {
      return schema.parse(text === '' ? {} : JSON.parse(text));
    } catch (error) {
      throw new FlinkAnswerError(request, text.slice(0, LONGEST_QUOTE), error);
    }
  }

  private async send(request: string, path: string, init: RequestInit): Promise<string> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.url + path, init);
      text = await response.text();
    } catch (error) {
      throw new FlinkUnreachableError(request, this.url, error);
    }
    if (!response.ok) throw new FlinkRequestError(request, response.status, errorText(text));
    return text;
  }
}

function encoded(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** Flink's error body is `{"errors": ["short", "stack trace"]}`; the stack trace names the cause. */
function errorText(body: string): string {
  try {
    const { errors } = JSON.parse(body);
    if (Array.isArray(errors) && errors.length > 0) return errors.join('\n');
  } catch {
    // Not JSON: an HTML page or plain text, which is then the best there is.
  }
  return body;
}
