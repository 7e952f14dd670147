import { fullestThatFit } from './fullest-that-fit';
import { failedSections } from './render-failed';
import { actionsSections, checksSections, restartsSections } from './render-notes';
import {
  allowedSections,
  cautionsSections,
  headedSections,
  idleExceptionsSections,
  refusedSections,
} from './render-refusals';
import { LONGEST_COMMENT, stackLists, stackSections, summaries } from './render-stacks';
import type { Review } from './review';
import { count, shortCode } from './text';

/** Invisible line by which the workflow finds the comment to update it. */
export const MARKER = '<!-- kda-snapshots: plan review -->';

export interface RenderOptions {
  /** Address of docs/plan-review.md. */
  readonly documentation?: string;
  /** Last line in Markdown, from the caller; shown unchanged. */
  readonly footer?: string;
  /** Environment of the plans. */
  readonly environment?: string | undefined;
  /** Maximum characters. Default: GitHub's limit. */
  readonly longest?: number;
}

/** Comment in Markdown for all plans. Refusals are never left out; everything else shares the remaining room. */
export function renderReview(
  review: Review,
  { documentation, footer = '', longest: limit = LONGEST_COMMENT, environment }: RenderOptions = {},
): string {
  const longest = limit - footer.length - 2;
  // The summaries of the stacks must always fit. If they alone take half of the comment, they become lines of a list.
  const areMany = summaries(review) > longest / 2;
  const head = fullestThatFit(
    [
      [
        `${MARKER}\n## Terraform plan${environment === undefined ? '' : ` of ${shortCode(environment, 100)}`}: ${title(review)}\n`,
      ],
      refusedSections(review.refused, documentation),
      failedSections(review.failed),
      checksSections(review.plans),
      headedSections(review.cautions),
      restartsSections(review.restarts),
      actionsSections(review.plans),
      allowedSections(review.allowed),
      idleExceptionsSections(review.expired, review.unused),
      cautionsSections(review.cautions),
      ...(areMany ? [stackLists(review.plans)] : []),
    ],
    areMany ? longest : longest - summaries(review),
  ).filter((part) => part !== '');
  const sections = areMany ? [] : stackSections(review.plans, longest - summaries(review) - head.join('\n').length);
  return [[...head, ...sections].join('\n').trimEnd(), footer].filter((part) => part !== '').join('\n\n');
}

function title(review: Review): string {
  const verdict = review.refused.length > 0 ? 'refused' : review.failed.length > 0 ? 'failed' : undefined;
  const changes = review.plans.flatMap(({ changes: all }) => all).filter(({ action }) => action !== 'no-op').length;
  const outputs = review.plans.flatMap(({ outputs: all }) => all).length;
  const checks = review.plans.flatMap(({ failedChecks }) => failedChecks).length;
  const actions = review.plans.flatMap(({ actions: all }) => all).length;
  const what = [
    changes > 0 ? `${count(changes, 'change', 'changes')}` : outputs > 0 ? 'outputs only' : 'no changes',
    ...(checks > 0 ? [count(checks, 'failed check', 'failed checks')] : []),
    ...(actions > 0 ? [count(actions, 'action', 'actions')] : []),
  ].join(', ');
  const stacks = review.plans.length > 0 ? `${what} in ${count(review.plans.length, 'stack', 'stacks')}` : undefined;
  return [verdict, stacks].filter((part) => part !== undefined).join(', ');
}
