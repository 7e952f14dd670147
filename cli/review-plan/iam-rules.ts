import { at, isEmpty, isEqual, isList, jsonInText } from './json';
import type { ResourceChange } from './plan';
import { type Grant, policiesIn, widened } from './policy';
import { type Rule, refusal } from './rule';
import { type Watched, watch } from './switches';

/** What would give somebody more rights than a review should let through unseen. */
export const iamRules: readonly Rule[] = [
  {
    find: (change) => {
      if (change.action === 'destroy' || change.action === 'forget') return [];
      return policiesIn(change).flatMap((place) => {
        const grants = widened(place, /^aws_kms_.*key(_policy)?$/.test(change.type));
        if (grants.length === 0) return [];
        const detail = place.isSensitive
          ? `${place.path || 'a policy'} newly gives wide rights; which ones is sensitive.`
          : `${place.path} newly allows ${grants.slice(0, MOST_GRANTS).map(sentence).join('; ')}${grants.length > MOST_GRANTS ? `; and ${grants.length - MOST_GRANTS} more` : ''}.`;
        return [{ kind: 'iam-widened' as const, detail, attributes: [] }];
      });
    },
  },
  { find: attachedPolicies },
  {
    types: ['aws_lambda_permission'],
    find: (change) => {
      const principal = watch(change, 'principal');
      const narrowing = ['source_arn', 'source_account', 'principal_org_id'].some((name) => {
        const { now, isUnknown } = watch(change, name);
        return isUnknown || !isEmpty(now);
      });
      return principal.now === '*' && principal.old !== '*' && !narrowing
        ? [refusal('iam-widened', [principal], 'Everybody may invoke the function.')]
        : [];
    },
  },
  { find: unknownPolicies },
];

/** So many rights are named in a sentence; the policy's own changes stand among the resource's. */
const MOST_GRANTS = 5;

function sentence({ action, resource, principal }: Grant): string {
  return `${action} on ${resource} to ${principal === '*' ? 'everybody (*)' : principal}`;
}

/** Policies of AWS that give everything, or everything of a service. */
const POWERFUL = /^arn:[^:]*:iam::aws:policy\/(?:[\w-]+\/)*(AdministratorAccess|PowerUserAccess|[\w-]*FullAccess)$/;

function attachedPolicies(change: ResourceChange): ReturnType<Rule['find']> {
  if (change.action === 'destroy' || change.action === 'forget') return [];
  const single = watch(change, 'policy_arn');
  const list = watch(change, 'managed_policy_arns');
  return [single, list].flatMap((watched) => {
    const added = arns(watched.now).filter((arn) => POWERFUL.test(arn) && !arns(watched.old).includes(arn));
    if (added.length === 0) return [];
    const isSensitive = watched.shown.now.is === 'sensitive';
    const what = isSensitive
      ? 'a policy of AWS that gives full access; which one is sensitive'
      : added.map(nameOf).join(', ');
    return [refusal('iam-widened', [watched], `It attaches ${what}.`)];
  });
}

function arns(value: Watched['now']): string[] {
  return (isList(value) ? value : [value]).flatMap((one) => (typeof one === 'string' ? one : []));
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** A policy that is known after apply only names something that this plan makes; it can't be judged, and must not pass unseen. */
function unknownPolicies(change: ResourceChange): ReturnType<Rule['find']> {
  return ['policy', 'assume_role_policy'].flatMap((name) => {
    const { isUnknown, old } = watch(change, name);
    const isAsked =
      /_policy$/.test(change.type) || name === 'assume_role_policy' || at(jsonInText(old), 'Statement') !== undefined;
    return isUnknown && isAsked && !isEqual(old, '')
      ? [
          {
            text: `${name} is known after apply only, since it names something that this plan makes. It was not judged: read it in the configuration.`,
          },
        ]
      : [];
  });
}
