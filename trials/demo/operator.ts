import { join } from 'node:path';
import type { LocalSession } from '../../local/local-session';
import { CommandFailedError, run } from '../../tools/processes/run';

const KDA = join(__dirname, '../../bin/kda.js');

/** Line as an operator types it, and what it printed. */
export interface Typed {
  readonly line: string;
  readonly exitCode: number;
  readonly lines: readonly string[];
}

/** Types a line of `kda` against the local cloud, as a person would in another terminal. */
export async function type(
  { deployment, signal }: Pick<LocalSession, 'deployment' | 'signal'>,
  argv: readonly string[],
  onLine?: (line: string) => void,
): Promise<Typed> {
  const line = `kda ${argv.map(quoted).join(' ')}`;
  const environment = { ...deployment.environment, NO_COLOR: '1' };
  try {
    return { line, exitCode: 0, lines: await run(process.execPath, [KDA, ...argv], { environment, onLine, signal }) };
  } catch (error) {
    if (!(error instanceof CommandFailedError) || error.exitCode === null) throw error;
    return { line, exitCode: error.exitCode, lines: error.lines };
  }
}

function quoted(word: string): string {
  return /^[\w.:@=-]+$/.test(word) ? word : `"${word}"`;
}
