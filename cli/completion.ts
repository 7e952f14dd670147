import tab from '@bomb.sh/tab/commander';
import type { Command as Commander } from 'commander';
import { BASH_COMPLETION } from './bash-completion';

/** Prints the completion script of a shell. */
export function printScript(program: Commander, shell: string): void {
  if (shell === 'bash') {
    console.log(BASH_COMPLETION);
    return;
  }
  tab(program, { completionCommandName: 'completion' });
  program.parse(['completion', shell], { from: 'user' });
}

/** Prints what completes the words after `--`. */
export function complete(program: Commander, words: readonly string[]): void {
  tab(program, { completionCommandName: 'completion' });
  program.parse(['complete', ...words], { from: 'user' });
}
