import { createInterface } from 'node:readline/promises';
import { UsageError } from '../tools/command';

/**
 * Asks for the application's name before it is stopped.
 *
 * @param stands words for how things are without the agreement.
 * @throws UsageError for another answer, and without a terminal.
 */
export async function askForName(application: string, stands = 'Nothing was changed'): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError(`${stands}: there is no terminal for the question. Use --yes to confirm.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await terminal.question(`Type ${application} to go on: `);
    if (typed.trim() !== application) {
      throw new UsageError(`${stands}: "${typed.trim()}" is not ${application}.`);
    }
  } finally {
    terminal.close();
  }
}
