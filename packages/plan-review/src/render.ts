import { reasonInWords } from './action-reason';
import { type AttributeChange, attributeChanges, outputChanges } from './attribute-changes';
import { shownAddress } from './find';
import { fullestThatFit } from './fullest-that-fit';
import { consoleUrl, documentationUrl } from './links';
import { codeSpan, details, htmlCode, htmlLine, htmlLink } from './markdown';
import { maskedTexts } from './masks';
import { withoutOwnDrift } from './own-drift';
import { type Action, leavesState, type Plan, type ResourceChange } from './plan';
import { attributesBlock, cut } from './render-attributes';
import { failedSections } from './render-failed';
import { actionsSections, checksSections, notesOf, restartsSections } from './render-notes';
import {
  allowedSections,
  cautionsSections,
  count,
  headedSections,
  idleExceptionsSections,
  refusedSections,
} from './render-refusals';
import { ACTION_ORDER, countActions, type Review } from './review';

/** Longest comment that GitHub accepts. */
export const LONGEST_COMMENT = 65_536;

/** Invisible line by which the comment is found again to be updated. */
export const MARKER = '<!-- kda-snapshots: plan review -->';

/** Rank after the resources, whose ranks are those of their actions. */
const DRIFT_RANK = 10;
const OUTPUT_RANK = 11;

/** Characters kept free in each stack's section for the sentence on omissions. */
const RESERVE_OF_STACK = 400;

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

/** Part of a stack's section; the least important ones are left out first. */
interface Block {
  readonly group: string;
  readonly text: string;
  /** Rank; smaller is more important. */
  readonly rank: number;
}

/** Comment in Markdown for all plans. Refusals are never left out; everything else shares the remaining room. */
export function renderReview(
  review: Review,
  { documentation, footer = '', longest: limit = LONGEST_COMMENT, environment }: RenderOptions = {},
): string {
  const longest = limit - footer.length - 2;
  // The stacks' own summaries have to fit below all that is said at the top; where they alone would fill the comment they
  // are lines of a list.
  const areMany = summaries(review) > longest / 2;
  const head = fullestThatFit(
    [
      [
        `${MARKER}\n## Terraform plan${environment === undefined ? '' : ` of ${codeSpan(cut(environment, 100))}`}: ${title(review)}\n`,
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

/** Length of the stacks' own lines, which are never left out. */
function summaries({ plans }: Review): number {
  return plans.reduce((sum, plan) => sum + stackHeading(plan).length + RESERVE_OF_STACK, 0);
}

/** Lists of stacks, if there are too many for a section each. */
function stackLists(plans: readonly Plan[]): string[] {
  const lines = plans.map((plan) => `- ${codeSpan(cut(plan.stack, 200))}: ${summaryLine(plan)}`);
  return [
    `${lines.join('\n')}\n`,
    `_There are too many stacks to list in one comment. \`terraform show\` of each plan shows its changes._\n`,
  ];
}

function stackSections(plans: readonly Plan[], room: number): string[] {
  const stacks = plans.map((plan) => ({ plan, blocks: blocksOf(plan) }));
  const kept = keepMostImportant(
    stacks.map(({ blocks }) => blocks),
    room,
  );
  return stacks.map(({ plan, blocks }) => stackSection(plan, blocks, kept));
}

function stackHeading(plan: Plan): string {
  return `### ${codeSpan(cut(plan.stack, 200))}\n\n${summaryLine(plan)}\n`;
}

const VERBS: Readonly<Record<Action, string>> = {
  destroy: 'to destroy',
  replace: 'to replace',
  'replace-and-forget': 'to replace and forget',
  forget: 'to forget',
  update: 'to update',
  import: 'to import',
  create: 'to create',
  move: 'to move',
  'no-op': 'unchanged',
};

/** Summary: `1 to replace, 2 to update, 1 to create, 7 unchanged; 1 output changes`. */
export function summaryLine(plan: Plan): string {
  const counts = countActions(plan);
  const parts = ACTION_ORDER.filter((action) => counts[action] > 0).map(
    (action) => `${counts[action]} ${VERBS[action]}`,
  );
  const others = [
    ...(plan.outputs.length > 0
      ? [`${plan.outputs.length} ${plan.outputs.length === 1 ? 'output changes' : 'outputs change'}`]
      : []),
    ...notesOf(plan),
  ];
  const isQuiet = plan.changes.every(({ action }) => action === 'no-op') && others.length === 0;
  if (isQuiet) return `No changes (${count(counts['no-op'], 'resource', 'resources')}).`;
  return `${[parts.length > 0 ? parts.join(', ') : 'no resources', ...others].join('; ')}.`;
}

function blocksOf(plan: Plan): Block[] {
  const changed = ACTION_ORDER.filter((action) => action !== 'no-op').flatMap((action, rank) =>
    plan.changes
      .filter((change) => change.action === action)
      .map((change) => ({ group: `${capital(VERBS[action])}`, text: resourceBlock(change, plan.region), rank })),
  );
  const drift = driftBlocks(plan);
  const outputs = plan.outputs.map((output) => ({
    group: 'Outputs',
    text: details(htmlCode(output.name), attributesBlock(outputChanges(output)) ?? 'Only its sensitivity changes.'),
    rank: OUTPUT_RANK,
  }));
  return [...changed, ...drift, ...outputs];
}

/**
 * Changes outside Terraform: complete where the plan changes the resource, because it may undo them; elsewhere only by
 * name. AWS causes many of them: the last apply of one resource shows in another.
 */
function driftBlocks(plan: Plan): Block[] {
  const touched = new Set(plan.changes.filter(({ action }) => action !== 'no-op').map(shownAddress));
  const drifted = plan.drift
    .map((change) => withoutOwnDrift(change, plan.changes))
    .flatMap((change) => {
      const changes = change.action === 'destroy' ? [] : attributeChanges(change).filter(isMoreThanDefault);
      return changes.length > 0 || change.action === 'destroy' ? [{ change, changes }] : [];
    });
  const undone = drifted.filter(({ change }) => touched.has(shownAddress(change)));
  const left = drifted.filter((one) => !undone.includes(one));
  const lines = left.map(
    ({ change, changes }) =>
      `- ${codeSpan(cut(shownAddress(change), 300))}: ${change.action === 'destroy' ? 'deleted' : codeSpan(cut(changes.map(({ path }) => path).join(', '), 300))}`,
  );
  return [
    ...undone.map(({ change, changes }) => ({
      group: 'Changed outside Terraform, and changed again by this plan',
      text: details(heading(change, plan.region), attributesBlock(changes) ?? 'It was deleted.'),
      rank: DRIFT_RANK,
    })),
    ...(lines.length > 0
      ? [
          {
            group: 'Changed outside Terraform, and not changed by this plan',
            text: details(count(left.length, 'resource', 'resources'), lines.join('\n')),
            rank: OUTPUT_RANK + 1,
          },
        ]
      : []),
  ];
}

/** True if more changed than a missing value becoming nothing, 0 or false, which a refresh does. */
function isMoreThanDefault({ old, new: now }: AttributeChange): boolean {
  return !(old.is === 'absent' && now.is === 'value' && (now.value === 0 || now.value === false));
}

function resourceBlock(change: ResourceChange, region: string | undefined): string {
  const summary = heading(change, region);
  const reason = reasonInWords(change);
  if (leavesState(change)) {
    return reason === undefined ? htmlLine(summary) : details(summary, reason);
  }
  const notes = [
    reason,
    change.previousAddress === undefined ? undefined : `Moved from ${codeSpan(change.previousAddress)}.`,
    importNote(change),
    change.action === 'replace'
      ? change.createFirst
        ? 'The new one is created first.'
        : 'The old one is destroyed first.'
      : undefined,
    change.action === 'replace-and-forget' ? 'The old one stays in AWS, and Terraform forgets it.' : undefined,
  ].filter((note) => note !== undefined);
  const isNew = ['create', 'replace', 'replace-and-forget'].includes(change.action);
  const block = attributesBlock(attributeChanges(change), isNew);
  const body = [notes.join(' '), block ?? ''].filter((part) => part !== '').join('\n\n');
  return body === '' ? htmlLine(summary) : details(summary, body);
}

/** Note on an import. Terraform accepts no sensitive id, but a literal one may equal a sensitive attribute. */
function importNote(change: ResourceChange): string | undefined {
  const { importId: id } = change;
  if (id === undefined) return undefined;
  const secrets = [
    ...maskedTexts(change.before, change.beforeSensitive),
    ...maskedTexts(change.after, change.afterSensitive),
  ];
  const isSensitive = secrets.some((one) => id.includes(one) || one.includes(id));
  return isSensitive ? 'Imported. The id is sensitive.' : `Imported with the id ${codeSpan(cut(id, 200))}.`;
}

function heading(change: ResourceChange, region: string | undefined): string {
  const links = [
    ['console', consoleUrl(change, region)] as const,
    ['docs', documentationUrl(change.type)] as const,
  ].flatMap(([text, url]) => (url === undefined ? [] : htmlLink(text, url)));
  return [htmlCode(cut(shownAddress(change), 300)), ...links].join(' ');
}

/** Blocks that fit, by rank; within a rank the first ones. */
function keepMostImportant(stacks: readonly (readonly Block[])[], room: number): ReadonlySet<Block> {
  const kept = new Set<Block>();
  const titles = new Set<string>();
  let left = room;
  const blocks = stacks.flatMap((ofStack, stack) =>
    ofStack.map((block) => ({ block, title: `${stack} ${block.group}` })),
  );
  for (const { block, title: key } of blocks.sort((a, b) => a.block.rank - b.block.rank)) {
    const cost = block.text.length + 1 + (titles.has(key) ? 0 : groupTitle(block.group).length + 2);
    if (cost > left) continue;
    kept.add(block);
    titles.add(key);
    left -= cost;
  }
  return kept;
}

function groupTitle(group: string): string {
  return `**${group}**\n\n`;
}

function stackSection(plan: Plan, blocks: readonly Block[], kept: ReadonlySet<Block>): string {
  const groups = [...new Set(blocks.map(({ group }) => group))];
  const shown = groups.flatMap((group) => {
    const texts = blocks.filter((block) => block.group === group && kept.has(block)).map(({ text }) => text);
    return texts.length > 0 ? [`${groupTitle(group)}${texts.join('\n')}\n`] : [];
  });
  return [stackHeading(plan), ...shown, leftOut(blocks, kept)].filter((part) => part !== '').join('\n');
}

/** Sentence on what did not fit. */
function leftOut(blocks: readonly Block[], kept: ReadonlySet<Block>): string {
  const missing = blocks.filter((block) => !kept.has(block));
  if (missing.length === 0) return '';
  const groups = [...new Set(missing.map(({ group }) => group))].map(
    (group) =>
      `${missing.filter((block) => block.group === group).length} ${group.charAt(0).toLowerCase()}${group.slice(1)}`,
  );
  return `_Left out, because a comment on GitHub has at most ${LONGEST_COMMENT.toLocaleString('en-US')} characters: ${groups.join(', ')}. \`terraform show\` of the plan shows everything._\n`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
