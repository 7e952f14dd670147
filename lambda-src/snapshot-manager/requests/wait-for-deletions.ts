import type { RunContext } from '../run/run-context';

/**
 * Milliseconds kept at the end for one more look, the record and the answer: in the last 15 s no call to the service is
 * sent.
 */
const RESERVE_AT_THE_END_MS = 20_000;
const PAUSE_MS = 1_000;

/**
 * Waits until the active run no longer announces deletions that matter. It announces first and then reads holds and
 * marks: whoever wrote one before this call is seen by the run, or sees its deletions here.
 *
 * @returns names that are still announced when the time is up.
 */
export async function waitForDeletions(
  application: string,
  { deadline, ports: { locks, clock } }: RunContext,
  matters: (names: readonly string[]) => boolean,
): Promise<readonly string[]> {
  for (;;) {
    const names = await locks.announcedDeletions(application, clock.now());
    if (!matters(names)) return [];
    if (clock.now().getTime() + PAUSE_MS > deadline.getTime() - RESERVE_AT_THE_END_MS) return names;
    await clock.sleep(PAUSE_MS);
  }
}
