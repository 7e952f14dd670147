import { createHash } from 'node:crypto';
import { errorAnswer, MANAGED_FLINK_TARGET } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Answer, Call, CallHead } from '../aws-call';
import { invokedResource } from './invoked-resource';
import { decide } from './policy-evaluation';
import { requestContext, type Tags } from './request-context';
import { rolePolicyStatements } from './role-policies';

/** A call that a role made through the gateway, in IAM's words. */
export interface RoleCall {
  /** `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN; `*` for actions that have none. */
  readonly resource: string;
}

/** A function, by which the emulator knows its role's session. */
export interface FunctionRole {
  readonly functionArn: string;
  readonly roleArn: string;
}

export interface RoleRightsOptions {
  /** Checks signatures and policies of all services but Managed Flink by itself. */
  readonly emulator: () => string | undefined;
  readonly functions: () => Promise<readonly FunctionRole[]>;
  /** Tags of an application; none when there is no such application. */
  readonly applicationTags: (arn: string) => Promise<Tags>;
  readonly region: string;
  readonly accountId: string;
}

/** Keys of a session, such as a function has by its role; those of the local root are `test`. */
const SESSION_KEY = /^ASIA/;

/**
 * Watches what roles call, and decides whether the role of a function may do what it asks of the Managed Flink API,
 * which does not check by itself: by the policies that the emulator's IAM has for it. They are evaluated here:
 * SimulatePrincipalPolicy of MiniStack 1.5.33 ignores the context, so a condition on a tag would always deny or always
 * allow.
 */
export class RoleRights {
  /** Calls so far, in their order. */
  readonly calls: RoleCall[] = [];

  constructor(private readonly options: RoleRightsOptions) {}

  watches({ accessKeyId }: CallHead): boolean {
    return SESSION_KEY.test(accessKeyId);
  }

  /** @returns the refusal; undefined when the call may go on. */
  async judge(call: Call): Promise<Answer | undefined> {
    const { emulator, functions, applicationTags, region, accountId } = this.options;
    const action = `${call.service}:${call.operation ?? call.method}`;
    const resource = invokedResource(call, `${region}:${accountId}`);
    this.calls.push({ action, resource });
    if (!call.target.startsWith(MANAGED_FLINK_TARGET)) return undefined;

    const caller = (await functions()).find((each) => sessionKey(each) === call.accessKeyId);
    if (caller === undefined) {
      return errorAnswer('UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    const statements = await rolePolicyStatements(emulator() ?? '', region, caller.roleArn);
    const context = requestContext(call, await applicationTags(resource));
    if (decide(statements, { action, resource, context }) === 'allowed') return undefined;
    return errorAnswer(
      'AccessDeniedException',
      `User: ${caller.roleArn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    );
  }
}

/** MiniStack 1.5.33 gives a function's session this key (read in its source): nothing in its API tells whose it is. */
function sessionKey({ functionArn, roleArn }: FunctionRole): string {
  const digest = createHash('sha256').update(`${functionArn}:${roleArn}`).digest('hex');
  return `ASIA${digest.slice(0, 16).toUpperCase()}`;
}
