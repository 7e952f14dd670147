import type { CallHead } from '../aws-call';
import { type Answer, type Call, MANAGED_FLINK_TARGET } from '../gateway';
import { serviceError } from '../json-protocol';
import { invokedResource } from './invoked-resource';
import { IAM, signedQuery } from './signed-query';

/** A call that a role made through the gateway, in IAM's words. */
export interface RoleCall {
  /** `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN; `*` for actions that have none. */
  readonly resource: string;
}

export interface RoleRightsOptions {
  /** Checks signatures and policies of all services but Managed Flink by itself. */
  readonly emulator: () => string | undefined;
  readonly region: string;
  readonly accountId: string;
}

/** Watches what roles call, and judges their calls of the Managed Flink API, which does not check by itself. */
export interface RoleRights {
  watches(head: CallHead): boolean;
  /**
   * @param askEmulator sends the call, as it is signed, to the emulator.
   * @returns the refusal; undefined when the call may go on.
   */
  judge(call: Call, askEmulator: () => Promise<Answer>): Promise<Answer | undefined>;
  /** Calls so far, in their order. */
  calls(): readonly RoleCall[];
}

/** Keys of a session, such as a function has by its role; those of the local root are `test`. */
const SESSION_KEY = /^ASIA/;
const FORBIDDEN = 403;

/**
 * Only the emulator knows which role a session's key belongs to, so it is asked with the very call: it checks the
 * signature, and its own Managed Flink refuses whatever is not allowed on every resource, naming the caller. Then IAM
 * is asked about the resource that the call is about.
 */
export function roleRights({ emulator, region, accountId }: RoleRightsOptions): RoleRights {
  const calls: RoleCall[] = [];

  return {
    watches: ({ accessKeyId }) => SESSION_KEY.test(accessKeyId),
    calls: () => calls,
    judge: async (call, askEmulator) => {
      const action = `${call.service}:${call.operation ?? call.method}`;
      const resource = invokedResource(call, `${region}:${accountId}`);
      calls.push({ action, resource });
      if (!call.target.startsWith(MANAGED_FLINK_TARGET)) return undefined;

      const answer = await askEmulator();
      const role = ROLE_IN_DENIAL.exec(answer.body.toString('utf8'));
      if (role === null) return isUnsigned(answer) ? answer : undefined;
      const [session = '', name = ''] = role;
      if (await isAllowed(name, action, resource)) return undefined;
      return serviceError(
        'AccessDeniedException',
        `User: ${session} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      );
    },
  };

  async function isAllowed(roleName: string, action: string, resource: string): Promise<boolean> {
    const answer = await signedQuery(emulator() ?? '', region, IAM, {
      Action: 'SimulatePrincipalPolicy',
      PolicySourceArn: `arn:aws:iam::${accountId}:role/${roleName}`,
      'ActionNames.member.1': action,
      'ResourceArns.member.1': resource,
    });
    return answer.includes('<EvalDecision>allowed</EvalDecision>');
  }
}

/** The emulator's refusal names the session: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
const ROLE_IN_DENIAL = /arn:aws:sts::\d{12}:assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+/;

/** A signature or a token that is wrong: refused without naming anybody. */
function isUnsigned({ status, body }: Answer): boolean {
  return status === FORBIDDEN || /InvalidSignature|UnrecognizedClient|InvalidClientToken/.test(body.toString('utf8'));
}
