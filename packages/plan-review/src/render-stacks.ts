import type { Plan } from './plan';
import { notesOf } from './render-notes';
import { type Block, blocksOf, VERBS } from './render-resources';
import { ACTION_ORDER, countActions, type Review } from './review';
import { count, shortCode } from './text';

/** Longest comment that GitHub accepts. */
export const LONGEST_COMMENT = 65_536;

/** Characters kept free in each stack's section for the sentence on omissions. */
const RESERVE_OF_STACK = 400;

/** Length of the stacks' own lines, which are never left out. */
export function summaries({ plans }: Review): number {
  return plans.reduce((sum, plan) => sum + stackHeading(plan).length + RESERVE_OF_STACK, 0);
}

/** Lists of stacks, if there are too many for a section each. */
export function stackLists(plans: readonly Plan[]): string[] {
  const lines = plans.map((plan) => `- ${shortCode(plan.stack)}: ${summaryLine(plan)}`);
  return [
    `${lines.join('\n')}\n`,
    `_There are too many stacks to list in one comment. \`terraform show\` of each plan shows its changes._\n`,
  ];
}

export function stackSections(plans: readonly Plan[], room: number): string[] {
  const stacks = plans.map((plan) => ({ plan, blocks: blocksOf(plan) }));
  const kept = keepMostImportant(
    stacks.map(({ blocks }) => blocks),
    room,
  );
  return stacks.map(({ plan, blocks }) => stackSection(plan, blocks, kept));
}

function stackHeading(plan: Plan): string {
  return `### ${shortCode(plan.stack)}\n\n${summaryLine(plan)}\n`;
}

/** Summary: `1 to replace, 2 to update, 1 to create, 7 unchanged; 1 output changes`. */
export function summaryLine(plan: Plan): string {
  const counts = countActions(plan);
  const parts = ACTION_ORDER.filter((action) => counts[action] > 0).map(
    (action) => `${counts[action]} ${VERBS[action]}`,
  );
  const outputs = plan.outputs.length > 0 ? [count(plan.outputs.length, 'output changes', 'outputs change')] : [];
  const others = [...outputs, ...notesOf(plan)];
  const isQuiet = plan.changes.every(({ action }) => action === 'no-op') && others.length === 0;
  if (isQuiet) return `No changes (${count(counts['no-op'], 'resource', 'resources')}).`;
  return `${[parts.length > 0 ? parts.join(', ') : 'no resources', ...others].join('; ')}.`;
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
