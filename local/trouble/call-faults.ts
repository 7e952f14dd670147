import {
  errorAnswer,
  MANAGED_FLINK_TARGET,
  readJson,
  readText,
} from '../../packages/managed-flink/src/http/json-protocol';
import type { Answer, Call, CallHead } from '../cloud/aws-call';
import { LOCAL_CREDENTIALS } from '../cloud/emulator-clients';

/** Faults that can be on: of the manager's calls to Managed Flink, and of its calls about its own tables. */
export type CallFault =
  | { readonly kind: 'throttled' }
  | {
      readonly kind: 'tables-denied';
      readonly tables: readonly string[];
      readonly arnPrefix: string;
      readonly role: string;
    };

/**
 * Refusals of calls that functions make through the gateway; people's calls go on. They last as long as this local cloud.
 */
export class CallFaults {
  private readonly on = new Map<string, CallFault>();

  /** @param key of the trouble and its deployment. */
  set(key: string, fault: CallFault): void {
    this.on.set(key, fault);
  }

  end(key: string): void {
    this.on.delete(key);
  }

  has(key: string): boolean {
    return this.on.has(key);
  }

  /** Judged by the head: the body of any other call is not read. */
  wants(head: CallHead): boolean {
    return this.on.size > 0 && isFunctions(head) && (isManagedFlink(head) || isDynamo(head));
  }

  /** @returns the refusal; undefined when the call may go on. */
  refusal(call: Call): Answer | undefined {
    for (const fault of this.on.values()) {
      if (fault.kind === 'throttled') {
        if (isManagedFlink(call)) return errorAnswer('ThrottlingException', 'Rate exceeded');
      } else if (isDynamo(call)) {
        const table = fault.tables.find((each) => concerns(call, each));
        if (table !== undefined) return denial(call, `${fault.arnPrefix}${table}`, fault.role);
      }
    }
    return undefined;
  }
}

/**
 * Functions sign with a key of their own: with `enforceIdentity` their role's session, else MiniStack's account number
 * (1.5.33, read in its source). People and Terraform sign with that of the environment file.
 */
function isFunctions({ accessKeyId }: CallHead): boolean {
  return accessKeyId !== '' && accessKeyId !== LOCAL_CREDENTIALS.accessKeyId;
}

function isManagedFlink({ target }: CallHead): boolean {
  return target.startsWith(MANAGED_FLINK_TARGET);
}

function isDynamo({ service }: CallHead): boolean {
  return service === 'dynamodb';
}

/** True if the call is about the table: by its name or ARN; batches name their tables as keys. */
function concerns(call: Call, table: string): boolean {
  const named = readText(readJson(call.body), 'TableName');
  return named === undefined
    ? call.body.toString('utf8').includes(`"${table}"`)
    : named === table || named.endsWith(`:table/${table}`);
}

/** As DynamoDB says it; its types have a namespace. */
function denial(call: Call, resource: string, role: string): Answer {
  const action = `dynamodb:${call.operation}`;
  return errorAnswer(
    'com.amazon.coral.service#AccessDeniedException',
    `User: ${role} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    '1.0',
  );
}
