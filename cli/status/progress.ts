import { deploymentSafety } from '../safety/deployment-safety';
import type { Gathering } from '../safety/gather/gathering';
import { statusText } from './status-text';

/** Time after which what is known is shown, and time between two words about the rest. */
const FIRST_MS = 4000;
const EVERY_MS = 15_000;

/**
 * Waits for a gathering. Where it takes longer, it shows what is known by then, and how far the lists are.
 *
 * @param say prints beside the result.
 */
export async function followGathering(
  gathering: Gathering,
  say: (line: string) => void,
  { firstMs = FIRST_MS, everyMs = EVERY_MS } = {},
): ReturnType<Gathering['all']> {
  const progress = () => {
    const { read, of } = gathering.progress();
    say(`Reading the lists of snapshots, at no more than half of the call rate: ${read} of ${of} ...`);
  };
  let every: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    if (gathering.progress().of > 0) say(statusText(deploymentSafety(gathering.facts(), gathering.now())));
    progress();
    every = setInterval(progress, everyMs);
  }, firstMs);
  try {
    return await gathering.all();
  } finally {
    clearTimeout(first);
    clearInterval(every);
  }
}
