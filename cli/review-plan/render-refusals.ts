import type { Exception } from './exceptions';
import { type Caution, REFUSALS, type Refusal, type RefusalKind } from './finding';
import { codeBlock, codeSpan, details } from './markdown';
import type { FailedPlan } from './plan';
import { attributesBlock, cut } from './render-attributes';

/** How much may be said about refusals; each step says less about each, none leaves one out. */
export type Fullness = 'full' | 'lines' | 'counts';

/** What is refused, by stack and kind. */
export function refusedSection(
  refused: readonly Refusal[],
  documentation: string | undefined,
  fullness: Fullness,
): string {
  if (refused.length === 0) return '';
  const groups = groupsOf(refused);
  const more = documentation === undefined ? [] : [`What each word means: [plan review](${documentation}).`];
  const parts = [
    `> [!CAUTION]\n> **Refused: ${count(refused.length, 'loss', 'losses')} that nobody has allowed.**`,
    ...groups.map((group) => refusedGroup(group, fullness)),
    fullness === 'counts'
      ? 'These are too many to name in one comment: `npm run review-plan -- --json PLAN…` names each.'
      : `To allow it on purpose, put this into \`plan-exceptions.json\` (a list) in this pull request, with a reason and the last day on which it holds:\n\n${exceptionsBlock(refused, fullness)}`,
    ...more,
  ];
  return `${parts.join('\n\n')}\n`;
}

interface Group {
  readonly kind: RefusalKind;
  readonly stack: string;
  readonly refusals: readonly Refusal[];
}

function groupsOf(refused: readonly Refusal[]): Group[] {
  const groups = new Map<string, Refusal[]>();
  for (const refusal of refused) {
    const key = JSON.stringify([refusal.stack, refusal.kind]);
    groups.set(key, [...(groups.get(key) ?? []), refusal]);
  }
  return [...groups.values()].flatMap((refusals) => {
    const [first] = refusals;
    return first ? [{ kind: first.kind, stack: first.stack, refusals }] : [];
  });
}

function refusedGroup({ kind, stack, refusals }: Group, fullness: Fullness): string {
  const title = `**${kind}** in stack ${codeSpan(stack)}: ${REFUSALS[kind].loss}`;
  if (fullness === 'counts') return `- ${title} ${count(refusals.length, 'resource', 'resources')}.`;
  if (fullness === 'lines')
    return [title, '', ...refusals.map(({ address }) => `- ${codeSpan(cut(address, 200))}`)].join('\n');
  return [title, ...refusals.map(oneRefusal)].join('\n\n');
}

function oneRefusal({ address, detail, attributes }: Refusal): string {
  const place = address === '*' ? 'All alarms of the stack' : codeSpan(address);
  const said = detail === undefined ? '' : ` ${codeSpan(cut(detail, 1000))}`;
  const block = attributesBlock(attributes);
  return `${place}${address === '*' ? '.' : ''}${said}${block === undefined ? '' : `\n\n${block}`}`;
}

/** Entries to copy; many of one kind become one with a `*`. */
function exceptionsBlock(refused: readonly Refusal[], fullness: Fullness): string {
  const entry = (refusal: string, address: string) => JSON.stringify({ refusal, address, why: '', until: '' });
  const entries =
    fullness === 'full'
      ? refused.map(({ kind, address }) => entry(kind, address))
      : [...new Set(refused.map(({ kind }) => kind))].map((kind) => entry(kind, '*'));
  return codeBlock(
    'json',
    [...new Set(entries)].map((one, index, all) => `${one}${index < all.length - 1 ? ',' : ''}`),
  );
}

/** What was allowed by an exception: it happens, so it is shown. */
export function allowedSection(allowed: readonly { readonly refusal: Refusal; readonly by: Exception }[]): string {
  if (allowed.length === 0) return '';
  const lines = allowed.map(
    ({ refusal: { kind, stack, address }, by }) =>
      `- **${kind}** in stack ${codeSpan(stack)}: ${codeSpan(cut(address, 200))} (${codeSpan(cut(by.why, 300))}${by.until === undefined ? '' : `, until ${by.until}`}). ${REFUSALS[kind].loss}`,
  );
  return `**Allowed on purpose: ${count(allowed.length, 'loss', 'losses')}**\n\n${lines.join('\n')}\n`;
}

/** Exceptions that do nothing. */
export function idleExceptionsSection(expired: readonly Exception[], unused: readonly Exception[]): string {
  const line = ({ refusal, address, until }: Exception, what: string) =>
    `- **${refusal}** ${codeSpan(cut(address, 200))} ${what}${until === undefined ? '' : ` (until ${until})`}`;
  const lines = [
    ...expired.map((one) => line(one, 'is over: it allows nothing any more')),
    ...unused.map((one) => line(one, 'fits nothing in these plans')),
  ];
  return lines.length > 0 ? `**Exceptions to remove from \`plan-exceptions.json\`**\n\n${lines.join('\n')}\n` : '';
}

/** What to look at, folded away when it is much. */
export function cautionsSection(cautions: readonly Caution[]): string {
  if (cautions.length === 0) return '';
  const lines = cautions.map(
    ({ stack, address, text, detail }) =>
      `- ${codeSpan(cut(address, 200))} in ${codeSpan(stack)}: ${text}${detail === undefined ? '' : ` ${codeSpan(cut(detail, 500))}`}`,
  );
  return `${details(`To look at: ${cautions.length}`, lines.join('\n'))}\n`;
}

/** So much of Terraform's own text is shown of a plan that failed. */
const LONGEST_FAILURE = 4000;

/** A stack for which there is no plan, with Terraform's own words. */
export function failedSection({ stack, text }: FailedPlan): string {
  const lines = readable(text);
  const shown = cut(lines.join('\n').slice(0, LONGEST_FAILURE + 1), LONGEST_FAILURE).split('\n');
  const hint = text.includes('lifecycle.prevent_destroy')
    ? '\n\n`prevent_destroy` is what refuses here: Terraform makes no plan at all that would destroy such a resource. Whoever means it switches it off first (in this project: `application.preventDestroy`), and then meets the refusals of this review.'
    : '';
  return `> [!CAUTION]\n> **No plan for stack ${codeSpan(stack)}**: Terraform ended with an error, so nothing is known about what it would lose.\n\n${codeBlock('text', shown)}${hint}\n`;
}

/** Without colours, frames and lines of a whole synthesized file. */
function readable(text: string): string[] {
  return text
    .replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')
    .replace(/^[\s╷│╵]+|[\s╷│╵]+$/g, '')
    .split(/\r?\n/)
    .map((line) => cut(line.replace(/^[╷│╵] ?/, '').trimEnd(), 200))
    .filter((line, index, all) => line !== '' || all[index - 1]?.trim() !== '');
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
