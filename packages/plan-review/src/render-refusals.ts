import type { Exception } from './exceptions';
import { type Caution, REFUSALS, type Refusal, type RefusalKind } from './finding';
import { codeBlock, codeSpan, details } from './markdown';
import { attributesBlock } from './render-attributes';
import { count, cut, LISTS_EACH, shortCode } from './text';

/** Detail of refusals. Each step shows less about each refusal; none leaves one out. */
type Fullness = 'full' | 'lines' | 'counts' | 'kinds';

const INTO_THE_FILE =
  'add this to the list in `plan-exceptions.json` in this pull request, with a reason and the last day on which it applies:';

/** Sections on refusals, by stack and kind, from the fullest variant to the least. */
export function refusedSections(refused: readonly Refusal[], documentation: string | undefined): string[] {
  if (refused.length === 0) return [''];
  const variants: readonly Fullness[] = ['full', 'lines', 'counts', 'kinds'];
  return variants.map((fullness) => refusedSection(refused, documentation, fullness));
}

function refusedSection(refused: readonly Refusal[], documentation: string | undefined, fullness: Fullness): string {
  const more = documentation === undefined ? [] : [`[Plan review](${documentation}) explains each refusal.`];
  const isNamed = fullness === 'full' || fullness === 'lines';
  const parts = [
    `> [!CAUTION]\n> **Refused: ${count(refused.length, 'loss', 'losses')} that no exception allows.**`,
    ...(fullness === 'kinds' ? kindLines(refused) : groupsOf(refused).map((group) => refusedGroup(group, fullness))),
    isNamed
      ? `To allow this on purpose, ${INTO_THE_FILE}`
      : `There are too many to list in one comment. ${LISTS_EACH} To allow all of a kind on purpose, ${INTO_THE_FILE}`,
    exceptionsBlock(refused, fullness),
    ...more,
  ];
  return `${parts.join('\n\n')}\n`;
}

function kindLines(refused: readonly Refusal[]): string[] {
  return [...new Set(refused.map(({ kind }) => kind))].map((kind) => {
    const ofKind = refused.filter((one) => one.kind === kind);
    const stacks = new Set(ofKind.map(({ stack }) => stack)).size;
    return `- **${kind}**: ${REFUSALS[kind].loss} ${count(ofKind.length, 'resource', 'resources')} in ${count(stacks, 'stack', 'stacks')}.`;
  });
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

function refusedGroup({ kind, stack, refusals }: Group, fullness: 'full' | 'lines' | 'counts'): string {
  const title = `**${kind}** in stack ${shortCode(stack)}: ${REFUSALS[kind].loss}`;
  if (fullness === 'counts') return `- ${title} ${count(refusals.length, 'resource', 'resources')}.`;
  if (fullness === 'lines') return [title, '', ...refusals.map(({ address }) => `- ${shortCode(address)}`)].join('\n');
  return [title, ...refusals.map(oneRefusal)].join('\n\n');
}

function oneRefusal({ address, detail, attributes }: Refusal): string {
  const place = address === '*' ? 'All alarms of the stack' : codeSpan(address);
  const said = detail === undefined ? '' : ` ${shortCode(detail, 1000)}`;
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

type Allowed = readonly { readonly refusal: Refusal; readonly by: Exception }[];

/** Maximum number of reasons if there is no room for all. */
const MOST_REASONS = 10;

/** Sections on changes allowed by an exception, with its reason, from the fullest variant to the least. */
export function allowedSections(allowed: Allowed): string[] {
  if (allowed.length === 0) return [''];
  const title = `**Allowed on purpose: ${count(allowed.length, 'loss', 'losses')}**`;
  const lines = allowed.map(
    ({ refusal: { kind, stack, address }, by }) =>
      `- **${kind}** in stack ${shortCode(stack)}: ${shortCode(address)} (${reason(by, 300)}). ${REFUSALS[kind].loss}`,
  );
  const reasons = reasonsOf(allowed);
  const rest = reasons.slice(MOST_REASONS).reduce((sum, { losses }) => sum + losses, 0);
  const reasonLines = (longest: number) =>
    reasons.map(({ by, losses }) => `- **${by.refusal}**: ${count(losses, 'loss', 'losses')} (${reason(by, longest)})`);
  const least = [
    ...reasonLines(100).slice(0, MOST_REASONS),
    ...(rest > 0 ? [`- ${count(rest, 'loss', 'losses')} for other reasons. ${LISTS_EACH}`] : []),
  ];
  return [lines, reasonLines(300), least].map((all) => `${title}\n\n${all.join('\n')}\n`);
}

function reason({ why, until }: Exception, longest: number): string {
  return `${codeSpan(cut(why, longest))}${until === undefined ? '' : `, until ${until}`}`;
}

/** Exceptions grouped by reason, with the number of losses they allow, the most first. */
function reasonsOf(allowed: Allowed): { readonly by: Exception; readonly losses: number }[] {
  const reasons = new Map<string, { by: Exception; losses: number }>();
  for (const { by } of allowed) {
    const key = JSON.stringify([by.refusal, by.why, by.until]);
    reasons.set(key, { by, losses: (reasons.get(key)?.losses ?? 0) + 1 });
  }
  return [...reasons.values()].sort((a, b) => b.losses - a.losses);
}

/** Sections on exceptions without effect, from the fullest variant to the least. */
export function idleExceptionsSections(expired: readonly Exception[], unused: readonly Exception[]): string[] {
  const line = ({ refusal, address, until }: Exception, what: string) =>
    `- **${refusal}** ${shortCode(address)} ${what}${until === undefined ? '' : ` (until ${until})`}`;
  const lines = [
    ...expired.map((one) => line(one, 'has expired and allows nothing')),
    ...unused.map((one) => line(one, 'matches nothing in these plans')),
  ];
  if (lines.length === 0) return [''];
  const title = '**Exceptions to remove from `plan-exceptions.json`**';
  const counts = `${expired.length} have expired and ${unused.length} match nothing in these plans. ${LISTS_EACH}`;
  return [lines.join('\n'), counts].map((said) => `${title}\n\n${said}\n`);
}

/** Sections on cautions, folded, from the fullest variant to the least. */
export function cautionsSections(all: readonly Caution[]): string[] {
  const cautions = all.filter(({ isHeaded }) => isHeaded !== true);
  if (cautions.length === 0) return [''];
  return cautionVariants(cautions).map((said) => `${details(`To look at: ${cautions.length}`, said)}\n`);
}

/** Sections on the most important cautions, not folded, from the fullest variant to the least. */
export function headedSections(all: readonly Caution[]): string[] {
  const cautions = all.filter(({ isHeaded }) => isHeaded === true);
  if (cautions.length === 0) return [''];
  const title = `> [!WARNING]\n> **Look at this: ${cautions.length}**`;
  return cautionVariants(cautions).map((said) => `${title}\n\n${said}\n`);
}

function cautionVariants(cautions: readonly Caution[]): string[] {
  const lines = cautions.map(
    ({ stack, address, text, detail }) =>
      `- ${shortCode(address)} in ${shortCode(stack)}: ${text}${detail === undefined ? '' : ` ${shortCode(detail, 500)}`}`,
  );
  const texts = [...new Set(cautions.map(({ text }) => text))].map(
    (text) =>
      `- ${text.replace(/\.$/, '')}: ${count(cautions.filter((one) => one.text === text).length, 'resource', 'resources')}.`,
  );
  return [lines.join('\n'), texts.join('\n'), `There are too many to list here. ${LISTS_EACH}`];
}
