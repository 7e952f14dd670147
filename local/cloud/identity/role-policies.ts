import { iamQuery } from './iam-query';
import { type PolicyStatement, policyStatements } from './policy-evaluation';

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

function documentIn(xml: string, element: string): readonly PolicyStatement[] {
  // IAM answers with the document in percent-encoding (RFC 3986).
  return texts(xml, element).flatMap((encoded) => policyStatements(decodeURIComponent(encoded)));
}

/** Text of each element of that name that has no elements in it. */
function texts(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text);
}
