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

/** Values for the words in capitals in the policies of docs/. */
export interface Filling extends Place {
  readonly artifactsBucket: string;
  readonly application: string;
}

export type PolicyFile = 'deployer-policy.json' | 'plan-role-policy.json';

export function documentedPolicy(file: PolicyFile, filling: Filling): readonly PolicyStatement[] {
  return policyStatements(filled(readFileSync(join(__dirname, '../../docs', file), 'utf8'), filling));
}

/** The text with what its words in capitals stand for. The bucket of a state is left: the states are files here. */
export function filled(text: string, { artifactsBucket, application, region, accountId }: Filling): string {
  return text
    .replaceAll('ARTIFACTS_BUCKET', artifactsBucket)
    .replaceAll('APPLICATION', application)
    .replaceAll('REGION', region)
    .replaceAll('ACCOUNT', accountId);
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
  return requests
    .filter((request) =>
      contexts(request, deployment, isKeyMade(requests, request.phase)).some(
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

/**
 * Parts of allowing statements that no request needs: `Sid action`, where none is allowed by this action of the
 * statement, with its resources and under its conditions, and `Sid resource`, where none is allowed on this resource.
 *
 * Any matching request needs a wildcard. How much narrower it could be is not reported: names of other settings and
 * unrecorded calls are no requests here, nor is a value in a condition that no request has.
 *
 * @param deployment as for `refusals`.
 */
export function unneeded(
  requests: readonly RecordedRequest[],
  statements: readonly PolicyStatement[],
  deployment: string,
): string[] {
  const asked = requests.flatMap((request) =>
    contexts(request, deployment, isKeyMade(requests, request.phase)).map((context) => ({ ...request, context })),
  );
  const needs = (statement: PolicyStatement) => asked.some((request) => decide([statement], request) === 'allowed');
  const found = statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      [
        ...statement.Action.filter((action) => !needs({ ...statement, Action: [action] })),
        ...(statement.Resource ?? []).filter((resource) => !needs({ ...statement, Resource: [resource] })),
      ].map((part) => `${statement.Sid} ${part}`),
    );
  return found.sort();
}

/** True if a key is created in this phase. */
function isKeyMade(requests: readonly RecordedRequest[], phase: RecordedRequest['phase']): boolean {
  return requests.some((request) => request.phase === phase && request.action === 'kms:CreateKey');
}
