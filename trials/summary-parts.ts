import { type PhaseTime, seconds } from '../tools/progress';
import { table } from '../tools/text-table';

export function heading(text: string): string {
  return `\n${text}\n${'─'.repeat(text.length)}`;
}

/** Time of each phase, and of all. */
export function timeTable(times: readonly PhaseTime[]): string[] {
  const all = times.reduce((sum, { ms }) => sum + ms, 0);
  return table(
    ['phase', 'took'],
    [...times, { title: 'all', ms: all }].map(({ title, ms }) => [title, seconds(ms)]),
  );
}
