import { answerOf } from '../../tools/processes/answer-of';
import type { BuildableRef } from './git-ref';

/** Files that are named; the others are counted. */
const MOST_NAMES = 3;

/** Warning that the checkout has changes which its own commit lacks; undefined: none, or another commit was named. */
export function uncommittedWarning(option: string, { ref, commit, root, module }: BuildableRef): string | undefined {
  const ask = (...args: string[]) => answerOf('git', args, { cwd: root })?.stdout ?? '';
  if (ask('rev-parse', 'HEAD').trim() !== commit) return undefined;
  const files = ask('status', '--porcelain', '--', module === '' ? '.' : module)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
  if (files.length === 0) return undefined;
  const others = files.length > MOST_NAMES ? ` and ${files.length - MOST_NAMES} more` : '';
  const names = `${files.slice(0, MOST_NAMES).join(', ')}${others}`;
  return `Changes that are not committed are not rehearsed: ${option} ${ref} is commit ${commit.slice(0, 10)}, and ${names} ${files.length === 1 ? 'differs' : 'differ'} from it. Commit first, or build the JAR and name it with ${option}.`;
}
