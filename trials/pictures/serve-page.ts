import { join } from 'node:path';
import type { LocalSession } from '../../local/local-session';
import { run } from '../../tools/processes/run';
import { PROJECT } from './picture-list';

const KDA = join(PROJECT, 'bin/kda.js');

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page of a local cloud by `kda page`, as a person would in another terminal.
 *
 * @throws Error with its words when it ends instead.
 */
export async function servePage({
  deployment,
  signal,
}: Pick<LocalSession, 'deployment' | 'signal'>): Promise<ServedPage> {
  const ended = new AbortController();
  let announce = (_: string) => {};
  const announced = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const serving = run(process.execPath, [KDA, 'page'], {
    environment: deployment.environment,
    interrupt: ended.signal,
    signal,
    onLine: (line) => {
      if (line.startsWith('http://')) announce(line);
    },
  });
  const url = await Promise.race([
    announced,
    serving.then((lines) => {
      throw new Error(`kda page ended without an address:\n${lines.join('\n')}`);
    }),
  ]);
  return {
    url,
    close: async () => {
      ended.abort();
      await serving.catch(() => undefined);
    },
  };
}
