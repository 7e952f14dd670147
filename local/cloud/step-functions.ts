import { readJson, readText } from '../../packages/managed-flink/src/http/json-protocol';
import { signedHeaders } from './signed-headers';

/** Refusal of a call of Step Functions. */
export class StepFunctionsError extends Error {
  constructor(
    /** Code of the service, such as `StateMachineDoesNotExist`. */
    override readonly name: string,
    message: string,
    /** HTTP status; none when the call did not arrive. */
    readonly status: number | undefined,
  ) {
    super(message);
  }
}

/**
 * One call of Step Functions, which no installed SDK client speaks: AWS JSON 1.0, signed with the local root credentials.
 *
 * @param operation such as `StartExecution`.
 * @throws StepFunctionsError when it is refused, or does not arrive.
 */
export async function stepFunctions(
  endpoint: string,
  region: string,
  operation: string,
  request: object,
): Promise<Readonly<Record<string, unknown>>> {
  const body = JSON.stringify(request);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` };
  const call = { host: new URL(endpoint).host, region, service: 'states', headers, body };
  const response = await fetch(endpoint, { method: 'POST', headers: signedHeaders(call, new Date()), body }).catch(
    (error: unknown) => {
      throw new StepFunctionsError('EndpointError', String(error), undefined);
    },
  );
  const answer = readJson(await response.text());
  if (response.ok) return answer;
  const type = readText(answer, '__type') ?? 'InternalFailure';
  const message = readText(answer, 'message') ?? `${operation} was answered ${response.status}`;
  throw new StepFunctionsError(type.slice(type.lastIndexOf('#') + 1), message, response.status);
}
