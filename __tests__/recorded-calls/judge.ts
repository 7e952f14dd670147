import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decide,
  type PolicyRequest,
  type PolicyStatement,
  policyStatements,
} from '../../local/cloud/identity/policy-evaluation';
import type { Place } from './place';
import type { RecordedRequest } from './recorder';

/** What stands for the words in capitals of the policies in docs/. */
export interface Filling extends Place {
  readonly artifactsBucket: string;
  readonly application: string;
}

export type PolicyFile = 'deployer-policy.json' | 'plan-role-policy.json';

export function documentedPolicy(file: PolicyFile, filling: Filling): readonly PolicyStatement[] {
  const text = readFileSync(join(__dirname, '../../docs', file), 'utf8');
  return policyStatements(
    text
      .replaceAll('ARTIFACTS_BUCKET', filling.artifactsBucket)
      .replaceAll('APPLICATION', filling.application)
      .replaceAll('REGION', filling.region)
      .replaceAll('ACCOUNT', filling.accountId),
  );
}

/**
 * Requests that the policy does not allow, each in a sentence.
 *
 * @param deployment value of the tag `deployment` that the stacks give to what they make.
 */
export function refusals(
  requests: readonly RecordedRequest[],
  statements: readonly PolicyStatement[],
  deployment: string,
): string[] {
  const made = new Set(requests.filter(({ action }) => action === 'kms:CreateKey').map(({ phase }) => phase));
  return requests
    .filter((request) =>
      contexts(request, deployment, made.has(request.phase)).some(
        (context) => decide(statements, { ...request, context }) !== 'allowed',
      ),
    )
    .map(
      ({ phase, action, resource, context }) =>
        `${phase}: no statement allows ${action} on ${resource}${Object.keys(context).length === 0 ? '' : ` with ${JSON.stringify(context)}`}`,
    );
}

/**
 * Contexts in which a request may be judged; it has to be allowed in each. A key that is made in this phase may have its
 * tag already or not: AWS counts a new tag only after some minutes.
 */
function contexts(
  { action, resource, context }: PolicyRequest,
  deployment: string,
  isJustMade: boolean,
): readonly PolicyRequest['context'][] {
  if (!action.startsWith('kms:') || !resource.includes(':key/')) return [context];
  const tagged = { ...context, 'aws:ResourceTag/deployment': deployment };
  if (resource.endsWith('/unknown')) return [context];
  return isJustMade ? [context, tagged] : [tagged];
}

/** Actions of the policy that no request needs; a wildcard is needed by any action that fits. */
export function unneeded(requests: readonly RecordedRequest[], statements: readonly PolicyStatement[]): string[] {
  const actions = [...new Set(statements.flatMap(({ Action }) => Action))].sort();
  return actions.filter(
    (action) =>
      !requests.some((request) => decide([{ Effect: 'Allow', Action: [action] }], { ...request }) === 'allowed'),
  );
}
