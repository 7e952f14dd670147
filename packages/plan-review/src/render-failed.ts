import { codeBlock } from './markdown';
import type { FailedPlan } from './plan';
import { count, cut, shortCode } from './text';

/** Characters of Terraform's message shown for each failed plan, by the room. */
const LENGTHS = [4000, 2000, 1000, 500, 200] as const;
/** Longest list of names in one line. */
const LONGEST_LIST = 2000;

const NOTHING_IS_KNOWN = 'so the review can’t tell what';
const PREVENTED =
  '`prevent_destroy` refused this: Terraform makes no plan that would destroy such a resource. If you intend the loss, turn `prevent_destroy` off first (in this project: `application.preventDestroy`). This review then refuses the plan until an exception allows it.';

/** Sections on stacks without a plan, with Terraform's messages, from the fullest variant to the least. */
export function failedSections(failed: readonly FailedPlan[]): string[] {
  if (failed.length === 0) return [''];
  const read = failed.map(({ stack, text }) => ({ stack, lines: readable(text), isPrevented: isPrevented(text) }));
  const sections = LENGTHS.map((longest) => read.map((one) => failedSection(one, longest)).join('\n'));
  return [...sections, namesOnly(failed), namesOnly(failed, LONGEST_LIST)];
}

interface ReadFailure {
  readonly stack: string;
  readonly lines: readonly string[];
  readonly isPrevented: boolean;
}

function failedSection({ stack, lines, isPrevented: prevented }: ReadFailure, longest: number): string {
  const shown = cut(lines.join('\n'), longest).split('\n');
  const hint = prevented ? `\n\n${PREVENTED}` : '';
  return `> [!CAUTION]\n> **No plan for stack ${shortCode(stack)}**: Terraform ended with an error, ${NOTHING_IS_KNOWN} it would lose.\n\n${codeBlock('text', shown)}${hint}\n`;
}

function namesOnly(failed: readonly FailedPlan[], longest = Number.POSITIVE_INFINITY): string {
  const names =
    longest === Number.POSITIVE_INFINITY
      ? failed.map(({ stack }) => shortCode(stack)).join(', ')
      : shortCode(failed.map(({ stack }) => stack).join(', '), longest);
  const hint = failed.some(({ text }) => isPrevented(text)) ? `\n\n${PREVENTED}` : '';
  return `> [!CAUTION]\n> **No plan for ${count(failed.length, 'stack', 'stacks')}**: Terraform ended with errors, ${NOTHING_IS_KNOWN} they would lose. There are too many to show Terraform’s messages here.\n\n${names}${hint}\n`;
}

function isPrevented(text: string): boolean {
  return text.includes('lifecycle.prevent_destroy');
}

/** Text without colours, frames and lines of a whole synthesized file. */
function readable(text: string): string[] {
  return text
    .replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')
    .replace(/^[\s╷│╵]+|[\s╷│╵]+$/g, '')
    .split(/\r?\n/)
    .map((line) => cut(line.replace(/^[╷│╵] ?/, '').trimEnd(), 200))
    .filter((line, index, all) => line !== '' || all[index - 1]?.trim() !== '');
}
