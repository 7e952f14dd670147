import type { Command as Commander } from 'commander';
import { type Command, declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const DECLARATION = declareCommand({
  command: 'kda completion',
  summary: 'Prints the script that completes commands and options in a shell.',
  details: [
    'bash: add to ~/.bashrc    source <(kda completion bash)\nzsh:  add to ~/.zshrc     source <(kda completion zsh)\nfish: run once            kda completion fish > ~/.config/fish/completions/kda.fish',
    'In a checkout kda is not on PATH. Define it first, in the same file (CHECKOUT is its absolute path):\n\n  kda() { node CHECKOUT/bin/kda.js "$@"; }             bash, zsh\n  function kda; node CHECKOUT/bin/kda.js $argv; end    fish',
  ],
  arguments: [{ name: 'SHELL', summary: 'bash, zsh or fish', choices: SHELLS }],
  options: {},
  examples: [{ line: 'bash', summary: 'the script for bash' }],
});

/** Parses the shell. @throws UsageError for any other. */
export function parseCompletion(argv: string[]): (typeof SHELLS)[number] {
  const { positionals } = readArguments(DECLARATION, argv);
  const shell = SHELLS.find((each) => each === positionals[0]);
  if (shell !== undefined && positionals.length === 1) return shell;
  throw new UsageError(`The shell is "${positionals.join(' ')}", expected one of: ${SHELLS.join(', ')}.`);
}

/** The command, for the commands of this program. */
export function completionOf(program: () => Commander): Command {
  return defineCommand({
    declaration: DECLARATION,
    read: parseCompletion,
    run: async (shell) => {
      const { printScript } = await import('../completion');
      printScript(program(), shell);
    },
  });
}
