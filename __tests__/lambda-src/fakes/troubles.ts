import { AwsError, type Trouble } from './aws-calls';

/** The ways in which a call goes wrong; how long each takes follows from the SDK's settings in aws/ports.ts. */
export const TROUBLES = ['throttled', '5xx', 'timed out', 'access denied', 'answer lost'] as const;
/** Only for one call at a time: the SDK's second attempt gets an answer. */
export const RETRIED_BY_THE_SDK = 'answer lost, asked again by the SDK';
export type TroubleName = (typeof TROUBLES)[number] | typeof RETRIED_BY_THE_SDK;

const ATTEMPTS = 3;

export function troubleWith(call: string, name: TroubleName): Trouble {
  const timeoutMs = call.startsWith('application.') ? 4_000 : 2_000;
  const says = `Injected: ${call} ${name}.`;
  switch (name) {
    case 'throttled':
      return { effects: 0, takesMs: 1_500, error: new AwsError('ThrottlingException', says, 400) };
    case '5xx':
      return { effects: 0, takesMs: 500, error: new AwsError('InternalFailure', says, 500) };
    case 'timed out':
      return { effects: 0, takesMs: ATTEMPTS * timeoutMs, error: new AwsError('TimeoutError', says) };
    case 'access denied':
      return { effects: 0, takesMs: 20, error: new AwsError('AccessDeniedException', says, 400) };
    case 'answer lost':
      return { effects: 1, takesMs: ATTEMPTS * timeoutMs, error: new AwsError('TimeoutError', says) };
    case RETRIED_BY_THE_SDK:
      return { effects: 2, takesMs: timeoutMs };
  }
}
