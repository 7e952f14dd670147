import { attributeChanges, type Shown } from './attribute-changes';
import { shownAddress } from './find';
import { REFUSALS, type Refusal } from './finding';
import { countActions, type Review } from './review';

/** Review for programs. Sensitive and unknown values are marked as such and never shown. */
export function reportJson(review: Review): object {
  return {
    refused: review.isRefused,
    refusals: review.refused.map(refusalJson),
    allowed: review.allowed.map(({ refusal, by }) => ({ ...refusalJson(refusal), why: by.why, until: by.until })),
    expiredExceptions: review.expired,
    unusedExceptions: review.unused,
    cautions: review.cautions,
    restarts: review.restarts,
    failed: review.failed,
    stacks: review.plans.map((plan) => ({
      stack: plan.stack,
      terraformVersion: plan.terraformVersion,
      counts: countActions(plan),
      outputs: plan.outputs.map(({ name }) => name),
      failedChecks: plan.failedChecks,
      actions: plan.actions,
      changes: plan.changes
        .filter(({ action }) => action !== 'no-op')
        .map((change) => ({
          address: shownAddress(change),
          action: change.action,
          attributes: attributeChanges(change).map(({ path, old, new: now, forcesReplacement }) => ({
            path,
            old: shownJson(old),
            new: shownJson(now),
            forcesReplacement,
          })),
        })),
    })),
  };
}

function refusalJson({ kind, stack, address, detail, attributes }: Refusal): object {
  return {
    refusal: kind,
    stack,
    address,
    loss: REFUSALS[kind].loss,
    detail,
    attributes: attributes.map(({ path, old, new: now }) => ({ path, old: shownJson(old), new: shownJson(now) })),
    allow: `--allow ${kind}:${address}`,
  };
}

function shownJson(side: Shown): object {
  return side.is === 'value' ? { value: side.value } : { [side.is]: true };
}
