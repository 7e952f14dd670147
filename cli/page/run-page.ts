import { onEndSignal } from '../../tools/end-signals';
import { talk } from '../../tools/talk';
import type { DeploymentChoice } from '../deployment-options';
import { findDeployment } from '../find-deployment';
import { startPage } from './page';

export interface PageRequest {
  readonly choice: DeploymentChoice;
  readonly port: number;
  /** Ends when stdin ends, which the program that started it holds open. */
  readonly endsWithStdin: boolean;
}

/** Serves the page, whose address is the first line on stdout, until Ctrl-C or the end of stdin. */
export async function runPage({ choice, port, endsWithStdin }: PageRequest): Promise<void> {
  const deployment = await findDeployment(choice);
  const page = await startPage({ deployment, port, endpoint: process.env.AWS_ENDPOINT_URL });
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
