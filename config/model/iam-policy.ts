/** Statement of an IAM, bucket, topic, queue or key policy; `sid` names its purpose. */
export interface Statement {
  readonly sid: string;
  readonly effect?: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Reason for a "*" in a resource: required there, refused elsewhere. Not part of the document. */
  readonly wildcardReason?: string;
  /** Principal, for policies on a resource. `*` is everybody. */
  readonly principal?: '*' | { readonly service: string } | { readonly account: string };
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Wildcard reason in a key's own policy, which can name no other key. */
export const THIS_KEY = 'In a key’s own policy "*" is this key.';

/**
 * Policy document; the default effect is Allow.
 *
 * @throws Error for a "*" among the resources without a reason.
 */
export function policyDocument(statements: readonly Statement[]): string {
  for (const statement of statements) checkWildcards(statement);
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect = 'Allow', actions, resources, principal, conditions }) => ({
      Sid: sid,
      Effect: effect,
      ...(principal === undefined ? {} : { Principal: principalElement(principal) }),
      Action: actions,
      Resource: resources,
      ...(conditions ? { Condition: conditions } : {}),
    })),
  });
  return document.replace(BEYOND_LATIN_1, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Characters that IAM refuses in a policy (its model: up to U+00FF); JSON can escape them. */
const BEYOND_LATIN_1 = /[\u0100-\uffff]/g;

/** Statement that denies requests without TLS. AWS's own services use it. */
export function tlsOnly(actions: readonly string[], resources: readonly string[], wildcardReason?: string): Statement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principal: '*', // A denial applies to everybody.
    actions,
    resources,
    wildcardReason,
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Trust policy of a role for one service. */
export function trustPolicy(service: string, conditions?: Statement['conditions']): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(conditions ? { Condition: conditions } : {}),
      },
    ],
  });
}

/** True if a resource has a wildcard: "*" is any text, "?" one character. */
export function isWild(resource: string): boolean {
  return /[*?]/.test(resource);
}

function checkWildcards({ sid, resources, wildcardReason }: Statement): void {
  const wild = resources.filter(isWild);
  if (wild.length > 0 && !wildcardReason) {
    throw new Error(
      `The policy statement ${sid} is for ${wild.join(', ')}. Add a wildcardReason, or name the resource.`,
    );
  }
  if (wild.length === 0 && wildcardReason !== undefined) {
    throw new Error(
      `The policy statement ${sid} has a wildcardReason and no "*" among its resources. Remove the reason.`,
    );
  }
}

function principalElement(principal: NonNullable<Statement['principal']>): unknown {
  if (principal === '*') return '*';
  return 'service' in principal ? { Service: principal.service } : { AWS: principal.account };
}
