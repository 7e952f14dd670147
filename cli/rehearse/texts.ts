import { codeBlock } from '../../packages/plan-review/src/markdown';
import { table } from '../../tools/text-table';
import type { RehearseDocument } from '../documents/rehearse';
import { bytesText } from './sizes';
import { lostTimers } from './timers';

/** Verdict, operators and what to do, for a person. */
export function rehearsalText(document: RehearseDocument): string {
  const { verdict, because, remedy, warnings, seconds } = document;
  return [
    `${verdict.toUpperCase()}${allowedLoss(document)}  ${because}`,
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
    `## State rehearsal: ${verdict}${allowedLoss(document)}`,
    '',
    `${names.join(' → ')}, on a real Flink`,
    '',
    codeBlock('text', rehearsalText(document).split('\n')),
    '',
  ].join('\n');
}

/** Words behind `compatible` for state that is lost because the option allows it; empty: nothing is lost. */
function allowedLoss({ verdict, operators }: RehearseDocument): string {
  if (verdict !== 'compatible') return '';
  const dropped = operators.filter(({ fate }) => fate === 'dropped').length;
  const states = operators.reduce((sum, { droppedStates }) => sum + droppedStates.length, 0);
  const open = operators.reduce((sum, { notAskedStates }) => sum + notAskedStates.length, 0);
  const timers = operators.flatMap(lostTimers).reduce((sum, { count }) => sum + (count ?? 0), 0);
  const lost = [counted(dropped, 'operator'), counted(states, 'state'), counted(timers, 'timer')].filter(
    (text) => text !== '',
  );
  const loss = lost.length === 0 ? '' : `, with the allowed loss of ${lost.join(' and ')}`;
  return open === 0 ? loss : `${loss}, with the allowed risk for ${counted(open, 'state')} not asked for`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const FATES = { kept: 'kept', dropped: 'DROPPED', 'not-known': 'not known' } as const;

function operatorLines({ operators, newOperators, newOperatorUids }: RehearseDocument): string[] {
  if (operators.length === 0) return [];
  const rows = operators.map(({ id, name, uid, bytes, states, droppedStates, notAskedStates, fate }) => {
    const names = states.map((state) => {
      if (droppedStates.includes(state)) return `${state} (DROPPED)`;
      return notAskedStates.includes(state) ? `${state} (not asked for yet)` : state;
    });
    return [name ?? id, uid ?? '–', bytesText(bytes), FATES[fate], names.join(', ') || '–'];
  });
  const named = newOperators.map((name, index) => {
    const uid = newOperatorUids[index] ?? null;
    return `${name} (${uid === null ? 'no uid' : `uid ${uid}`})`;
  });
  const empty = named.length === 0 ? [] : [`New, so empty at the start: ${named.join(', ')}`];
  return [...table(['operator', 'uid', 'state', 'fate', 'names of its states'], rows), ...empty];
}
