import { codeBlock } from '../../packages/plan-review/src/markdown';
import { table } from '../../tools/text-table';
import type { RehearseDocument } from '../documents/rehearse';
import { bytesText } from './sizes';

/** Verdict, operators and what to do, for a person. */
export function rehearsalText(document: RehearseDocument): string {
  const { verdict, because, remedy, warnings, seconds } = document;
  return [
    `${verdict.toUpperCase()}  ${because}`,
    ...(remedy === null ? [] : [`What to do: ${remedy}`]),
    ...operatorLines(document),
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Rehearsed in ${seconds} s.`,
  ].join('\n');
}

/** Comment for a pull request. The marker finds it again. */
export function rehearsalMarkdown(document: RehearseDocument): string {
  const { verdict, from, to } = document;
  const names = [from?.given, to.given]
    .filter((name) => name !== undefined)
    .map((name) => `\`${name.replaceAll('`', '')}\``);
  return [
    '<!-- kda-snapshots: rehearsal -->',
    `## State rehearsal: ${verdict}`,
    '',
    `${names.join(' → ')}, on a real Flink`,
    '',
    codeBlock('text', rehearsalText(document).split('\n')),
    '',
  ].join('\n');
}

const FATES = { kept: 'kept', dropped: 'DROPPED', 'not-known': 'not known' } as const;

function operatorLines({ operators, newOperators }: RehearseDocument): string[] {
  if (operators.length === 0) return [];
  const rows = operators.map(({ id, name, uid, bytes, states, droppedStates, fate }) => {
    const names = states.map((state) => (droppedStates.includes(state) ? `${state} (DROPPED)` : state));
    return [name ?? id, uid ?? '–', bytesText(bytes), FATES[fate], names.join(', ') || '–'];
  });
  const empty =
    newOperators.length === 0 ? [] : [`Without state in it, so empty at the start: ${newOperators.join(', ')}`];
  return [...table(['operator', 'uid', 'state', 'fate', 'names of its states'], rows), ...empty];
}
