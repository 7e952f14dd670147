import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';

/** Answers one call of the service: its operation and the body of the request, both as they are on the wire. */
export type AnswerRaw = (operation: string, request: Readonly<Record<string, unknown>>) => unknown;

interface RawRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The service's own refusal, in place of an answer. */
export class RawError {
  constructor(
    readonly status: number,
    readonly type: string,
  ) {}
}

/**
 * An SDK client whose service is a function: what the real client writes and reads is seen as raw JSON, with members
 * that the SDK's own types do not have. An answer may be a promise; what it throws is an error of the connection.
 */
export function rawServiceClient(answer: AnswerRaw, maxAttempts = 1): KinesisAnalyticsV2Client {
  return new KinesisAnalyticsV2Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
    requestHandler: {
      handle: async ({ headers, body }: RawRequest) => {
        const operation = headers['x-amz-target']?.split('.')[1] ?? '';
        const answered = await answer(operation, JSON.parse(String(body)));
        const error = answered instanceof RawError ? answered : undefined;
        const text = JSON.stringify(error ? { __type: error.type, message: 'Injected.' } : answered);
        return {
          response: {
            statusCode: error?.status ?? 200,
            headers: { 'content-type': 'application/x-amz-json-1.1' },
            body: new Blob([text]).stream(),
          },
        };
      },
    },
  });
}
