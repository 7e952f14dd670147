import { alarmRules, isAlarm } from './alarm-rules';
import { applicationRules } from './application-rules';
import { attributeChanges } from './attribute-changes';
import { bucketRules } from './bucket-rules';
import { classRules } from './class-rules';
import { cloudformationRules } from './cloudformation-rules';
import { type Caution, type Findings, REFUSALS, type Refusal } from './finding';
import { iamRules } from './iam-rules';
import { managerRules } from './manager-rules';
import { leavesState, type Plan, type ResourceChange } from './plan';
import { recipientRules } from './recipient-rules';
import { type Restart, restartOf } from './restarts';
import { retentionRules } from './retention-rules';
import { rightsRules } from './rights-rules';
import type { Rule } from './rule';
import { scheduleRules } from './schedule-rules';
import { storageRules } from './storage-rules';
import { topicKeyRules } from './topic-key-rules';

const RULES: readonly Rule[] = [
  ...applicationRules,
  ...cloudformationRules,
  ...storageRules,
  ...bucketRules,
  ...iamRules,
  ...alarmRules,
  ...recipientRules,
  ...scheduleRules,
  ...retentionRules,
  ...managerRules,
  ...rightsRules,
  ...topicKeyRules,
  ...classRules,
];
/** Types of resources with a rule. */
export const JUDGED_TYPES: readonly string[] = [...new Set(RULES.flatMap(({ types = [] }) => types))];
const KINDS = Object.keys(REFUSALS);

/** Losses in the plans, by stack, within a stack by kind. Pure. */
export function findAll(plans: readonly Plan[]): Findings {
  const found = plans.map(findIn);
  return {
    refusals: found.flatMap(({ refusals }) => refusals),
    cautions: found.flatMap(({ cautions }) => cautions),
    restarts: found.flatMap(({ restarts }) => restarts),
  };
}

function findIn(plan: Plan): Findings {
  const refusals: Refusal[] = [];
  const cautions: Caution[] = [];
  const restarts: Restart[] = [];
  const judged = plan.changes.flatMap(asJudged);
  for (const change of judged) {
    const isLeft = change.action === 'no-op' || change.action === 'move';
    const where = { stack: plan.stack, address: shownAddress(change) };
    const restart = isLeft ? undefined : restartOf(change);
    if (restart !== undefined) restarts.push({ ...where, text: restart });
    for (const rule of RULES) {
      if (isLeft && rule.isOfState !== true) continue;
      if (rule.types && !rule.types.includes(change.type)) continue;
      for (const finding of rule.find(change, judged)) {
        if ('text' in finding) cautions.push({ ...where, ...finding });
        else refusals.push({ ...where, ...finding, attributes: attributesOf(finding.attributes, change) });
      }
    }
  }
  const ordered = refusals.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return { refusals: alarmsOfWholeStack(plan, ordered), cautions, restarts };
}

/** Splits a replacement that forgets the old object into a forgotten and a created object. */
function asJudged(change: ResourceChange): ResourceChange[] {
  if (change.action !== 'replace-and-forget') return [change];
  return [
    { ...change, action: 'forget', after: null, unknown: {}, afterSensitive: {} },
    { ...change, action: 'create', before: null, beforeSensitive: {} },
  ];
}

/** Attributes to show; for a replacement, those that cause it. */
function attributesOf(attributes: Refusal['attributes'], change: ResourceChange): Refusal['attributes'] {
  if (attributes.length > 0 || change.action !== 'replace') return attributes;
  return attributeChanges(change).filter(({ forcesReplacement }) => forcesReplacement);
}

/** Refusals with the alarms of a wholly destroyed stack merged into one decision. */
function alarmsOfWholeStack(plan: Plan, refusals: readonly Refusal[]): readonly Refusal[] {
  const isDestroyed = plan.changes.length > 0 && plan.changes.every(leavesState);
  const alarms = plan.changes.filter((change) => isAlarm(change) && change.action === 'destroy').length;
  const first = refusals.findIndex(({ kind }) => kind === 'alarm-destroyed');
  if (!isDestroyed || alarms < 2 || first < 0) return refusals;
  const all: Refusal = {
    kind: 'alarm-destroyed',
    stack: plan.stack,
    address: '*',
    detail: `The whole stack is destroyed, including all its ${alarms} alarms.`,
    attributes: [],
  };
  return refusals.flatMap((refusal, index) => {
    if (refusal.kind !== 'alarm-destroyed') return refusal;
    return index === first ? all : [];
  });
}

/** Address for display; a deposed object shares its address with its successor. */
export function shownAddress({ address, deposed }: Pick<ResourceChange, 'address' | 'deposed'>): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}
