/** One statement of an IAM, bucket, topic, queue or key policy; `sid` says what it is for. */
export interface Statement {
  readonly sid: string;
  readonly effect?: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Who: for policies on a resource. `*` is everybody. */
  readonly principal?: '*' | { readonly service: string } | { readonly account: string };
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy document. Allow is the default. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({
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
}

/** Who may take on a role: one service. */
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

function principalElement(principal: NonNullable<Statement['principal']>): unknown {
  if (principal === '*') return '*';
  return 'service' in principal ? { Service: principal.service } : { AWS: principal.account };
}
