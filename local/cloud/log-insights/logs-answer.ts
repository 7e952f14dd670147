import type { z } from 'zod';
import { errorAnswer, jsonAnswer, readJson } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Answer, Call } from '../aws-call';
import { readShape } from '../read-shape';

/** Error of CloudWatch Logs; `code` is its error type. */
export class LogsError extends Error {
  override readonly name = 'LogsError';

  constructor(
    readonly code: 'InvalidParameterException' | 'MalformedQueryException' | 'ResourceNotFoundException',
    message: string,
  ) {
    super(message);
  }
}

/** @throws LogsError (InvalidParameterException) that names each field. */
export function readLogsRequest<Schema extends z.ZodType>(schema: Schema, request: unknown): z.infer<Schema> {
  return readShape(schema, request, (message) => new LogsError('InvalidParameterException', message));
}

/** Answers a call of CloudWatch Logs in its protocol, JSON 1.1. */
export async function answerLogs(
  call: Call,
  operation: (request: Readonly<Record<string, unknown>>) => Promise<object> | object,
): Promise<Answer> {
  try {
    return jsonAnswer(await operation(readJson(call.body)));
  } catch (error) {
    if (!(error instanceof LogsError)) throw error;
    if (error.code !== 'MalformedQueryException') return errorAnswer(error.code, error.message);
    const { code: __type, message } = error;
    return { ...jsonAnswer({ __type, message, queryCompileError: { message } }), status: 400 };
  }
}
