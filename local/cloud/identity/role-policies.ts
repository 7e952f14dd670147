import { iamQuery } from './iam-query';
import { decide, type PolicyRequest, type PolicyStatement, policyStatements } from './policy-evaluation';

/**
 * Statements of all policies of a role, inline and attached, as the emulator's IAM has them now. A permissions boundary
 * is not among them: it allows nothing by itself.
 *
 * @throws Error when the role is gone.
 */
export async function rolePolicyStatements(
  endpoint: string,
  region: string,
  roleArn: string,
): Promise<readonly PolicyStatement[]> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const ask = (Action: string, parameters: Readonly<Record<string, string>>) =>
    iamQuery(endpoint, region, { Action, ...parameters });

  const statements: PolicyStatement[] = [];
  for (const PolicyName of texts(await ask('ListRolePolicies', { RoleName }), 'member')) {
    statements.push(...documentIn(await ask('GetRolePolicy', { RoleName, PolicyName }), 'PolicyDocument'));
  }
  for (const PolicyArn of texts(await ask('ListAttachedRolePolicies', { RoleName }), 'PolicyArn')) {
    const [VersionId = 'v1'] = texts(await ask('GetPolicy', { PolicyArn }), 'DefaultVersionId');
    statements.push(...documentIn(await ask('GetPolicyVersion', { PolicyArn, VersionId }), 'Document'));
  }
  return statements;
}

/** Service that wants to assume a role, and what it passes on about its reason. */
export interface Assumption {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  readonly context: PolicyRequest['context'];
}

/**
 * True if the trust policy of a role lets the service assume it.
 *
 * @throws Error when the role is gone.
 */
export async function roleTrusts(
  endpoint: string,
  region: string,
  roleArn: string,
  { service, context }: Assumption,
): Promise<boolean> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const xml = await iamQuery(endpoint, region, { Action: 'GetRole', RoleName });
  const statements = documentIn(xml, 'AssumeRolePolicyDocument').filter(({ Principal }) => names(Principal, service));
  return decide(statements, { action: 'sts:AssumeRole', resource: roleArn, context }) === 'allowed';
}

function names(principal: unknown, service: string): boolean {
  if (principal === '*') return true;
  const services: unknown = typeof principal === 'object' && principal !== null && Reflect.get(principal, 'Service');
  return [services].flat().includes(service);
}

function documentIn(xml: string, element: string): readonly PolicyStatement[] {
  // IAM answers with the document in percent-encoding (RFC 3986).
  return texts(xml, element).flatMap((encoded) => policyStatements(decodeURIComponent(encoded)));
}

/** Text of each element of that name that has no elements in it. */
function texts(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text);
}
