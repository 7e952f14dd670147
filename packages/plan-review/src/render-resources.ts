import { reasonInWords } from './action-reason';
import { type AttributeChange, attributeChanges, outputChanges } from './attribute-changes';
import { shownAddress } from './find';
import { consoleUrl, documentationUrl } from './links';
import { codeSpan, details, htmlCode, htmlLine, htmlLink } from './markdown';
import { maskedTexts } from './masks';
import { withoutOwnDrift } from './own-drift';
import { type Action, leavesState, type Plan, type ResourceChange } from './plan';
import { attributesBlock } from './render-attributes';
import { ACTION_ORDER } from './review';
import { count, cut, shortCode } from './text';

/** Rank after the resources, whose ranks are those of their actions. */
const DRIFT_RANK = 10;
const OUTPUT_RANK = 11;

/** Part of a stack's section; the least important ones are left out first. */
export interface Block {
  readonly group: string;
  readonly text: string;
  /** Rank; a smaller one is more important. */
  readonly rank: number;
}

export const VERBS: Readonly<Record<Action, string>> = {
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

export function blocksOf(plan: Plan): Block[] {
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
 * Changes outside Terraform: with values if the plan changes the resource, because it may undo them, otherwise only by
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
      `- ${shortCode(shownAddress(change), 300)}: ${change.action === 'destroy' ? 'deleted' : shortCode(changes.map(({ path }) => path).join(', '), 300)}`,
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

/** False if a missing value only becomes 0 or false, as after a refresh. */
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
  return isSensitive ? 'Imported. The id is sensitive.' : `Imported with the id ${shortCode(id)}.`;
}

function heading(change: ResourceChange, region: string | undefined): string {
  const links = [
    ['console', consoleUrl(change, region)] as const,
    ['docs', documentationUrl(change.type)] as const,
  ].flatMap(([text, url]) => (url === undefined ? [] : htmlLink(text, url)));
  return [htmlCode(cut(shownAddress(change), 300)), ...links].join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
