import { onEndSignal } from '../../tools/end-signals';
import { talk } from '../../tools/talk';
import type { DeploymentChoice } from '../deployment-options';
import { findDeployment } from '../find-deployment';
import { startPage } from './page';
import { isPortInUse, portInUse } from './port-in-use';

export interface PageRequest {
  readonly choice: DeploymentChoice;
  readonly port: number;
  /** Ends when stdin ends, which the program that started it holds open. */
  readonly endsWithStdin: boolean;
}

/**
 * Serves the page, whose address is the first line on stdout, until Ctrl-C or the end of stdin.
 *
 * @throws PortInUseError when the port is taken, with what has it.
 */
export async function runPage({ choice, port, endsWithStdin }: PageRequest): Promise<void> {
  const deployment = await findDeployment(choice);
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const say = (line: string) => console.error(line);
  const page = await startPage({ deployment, port, endpoint, choice, say }).catch(async (error: unknown) => {
    throw isPortInUse(error) ? await portInUse(port) : error;
  });
  console.log(page.url);
  if (!endsWithStdin) talk('Open this address in a browser on this machine. Ctrl-C ends it.');
  const endListening = await untilEnd(endsWithStdin);
  endListening();
  await page.close();
}

/** Waits for a signal or the end of stdin. @returns what ends the listening. */
function untilEnd(endsWithStdin: boolean): Promise<() => void> {
  return new Promise((resolve) => {
    const endListening = onEndSignal(() => resolve(endListening));
    if (endsWithStdin) process.stdin.on('end', () => resolve(endListening)).resume();
  });
}
