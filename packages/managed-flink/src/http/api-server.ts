import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ServiceError } from '../errors';
import { answerOf, jsonAnswer, operationNameOf, readBody, send } from './json-protocol';
import { refusalOfWebPage } from './web-page';

/** A call that was answered, for who watches the server. */
export interface Call {
  readonly operation: string;
  readonly requestId: string;
  readonly httpStatus: number;
  /** Type of the error, if the answer is one. */
  readonly errorType?: string;
  readonly durationMs: number;
}

/** Handler of requests that are not API calls; asked first. */
export interface Dashboard {
  isFor(request: IncomingMessage): boolean;
  serve(request: IncomingMessage, response: ServerResponse): void;
}

/** Thrown instead of an answer: the connection is closed without one. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/**
 * An HTTP server that speaks the service's protocol. `answer` gets the operation's name and the body; what it throws
 * is answered too: a `ServiceError` as it is, all else as InternalFailure (the SDKs try that again).
 */
export function createApiServer(
  answer: (operation: string, body: string) => Promise<unknown>,
  onCall: (call: Call) => void,
  log: (line: string) => void,
  dashboard: Dashboard,
): Server {
  return createServer((request, response) => {
    if (dashboard.isFor(request)) dashboard.serve(request, response);
    else void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const startedMs = performance.now();
    let operation = '';
    let error: ServiceError | undefined;
    try {
      const refusal = refusalOfWebPage(request.headers);
      if (refusal !== undefined) throw new ServiceError('AccessDeniedException', refusal);
      operation = operationNameOf(request);
      send(response, requestId, jsonAnswer(await answer(operation, await readBody(request))));
    } catch (thrown) {
      if (thrown instanceof AnswerLost || response.destroyed || response.headersSent) {
        response.destroy();
        return;
      }
      error = asServiceError(thrown, operation, requestId);
      send(response, requestId, answerOf(error));
    }
    onCall({
      operation,
      requestId,
      httpStatus: response.statusCode,
      errorType: error?.type,
      durationMs: performance.now() - startedMs,
    });
  }

  function asServiceError(thrown: unknown, operation: string, requestId: string): ServiceError {
    if (thrown instanceof ServiceError) return thrown;
    log(`${operation} (${requestId}): ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    return new ServiceError('InternalFailure', `The server failed; its log has the reason under ${requestId}`);
  }
}
