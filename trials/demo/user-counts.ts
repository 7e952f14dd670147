import { LOG_LINES, type LogLine, numberIn } from './application-log';
import type { Window } from './restore-proof';

/**
 * The lowest and the highest number of users that the application had counted in a span of time, by its own log. When
 * the job restarts, its count goes back to what its last checkpoint held.
 */
export function usersWithin(lines: readonly LogLine[], { from, to }: Window): { atLeast: number; atMost: number } {
  let users = 0;
  const counts: number[] = [];
  for (const line of lines) {
    if (line.at > to) break;
    if (line.at > from && counts.length === 0) counts.push(users);
    users = countAfter(line) ?? users;
    if (line.at > from) counts.push(users);
  }
  if (counts.length === 0) counts.push(users);
  return { atLeast: Math.min(...counts), atMost: Math.max(...counts) };
}

function countAfter(line: LogLine): number | undefined {
  if (line.message === LOG_LINES.notRestored) return 0;
  return numberIn(line, LOG_LINES.restoredCount) ?? numberIn(line, LOG_LINES.userCount);
}
