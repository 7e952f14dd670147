import {
  GetPolicyCommand,
  InvokeCommand,
  type LambdaClient,
  LambdaServiceException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { allowsInvocation } from './function-policy';
import { type Handover, isFinalStatus } from './handover';

/** Asynchronous invocation of a function, if its resource policy lets the rule. */
export function functionTarget(lambda: LambdaClient, functionArn: string, ruleArn: string): Handover {
  return async (payload) => {
    try {
      if (!(await mayInvoke(lambda, functionArn, ruleArn))) {
        const message = `The resource policy of ${functionArn} does not let events.amazonaws.com invoke it for ${ruleArn}.`;
        return { code: 'NO_PERMISSIONS', message, isFinal: true };
      }
      await lambda.send(
        new InvokeCommand({ FunctionName: functionArn, InvocationType: 'Event', Payload: Buffer.from(payload) }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const status = error instanceof LambdaServiceException ? error.$metadata.httpStatusCode : undefined;
      return { code: error.name, message: error.message, isFinal: isFinalStatus(status) };
    }
  };
}

async function mayInvoke(lambda: LambdaClient, functionArn: string, ruleArn: string): Promise<boolean> {
  try {
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: functionArn }));
    return allowsInvocation(Policy ?? '{}', ruleArn);
  } catch (error) {
    // No policy at all, or no function: the invocation then shows which.
    if (error instanceof ResourceNotFoundException) return error.message.includes('Function not found');
    throw error;
  }
}
