import type { ThawRequest } from '../../contract';
import { type Freeze, freezesInForce, latestEndOfFreeze } from '../domain/marks';
import type { RunRecord } from '../domain/record';
import { type Request, RequestRefusedError } from '../domain/request';
import { intervalText } from '../domain/schedule/written-schedule';
import { enumerate, stopAfter, utcTime } from '../domain/texts';
import type { RunContext } from '../run/run-context';
import { creationOf, onceRecorded } from './once-recorded';
import { waitForDeletions } from './wait-for-deletions';

type FreezeRequest = Extract<Request, { action: 'freeze' }>;

const HOUR_MS = 3_600_000;
/** Hours that a freeze lasts unless the person who places it says otherwise. */
const USUAL_HOURS = 24;

/**
 * Freezes an application. When this returns, no run deletes any of its snapshots until the freeze ends: it is written
 * first, then the announcement of the active run is read, which announces first and then reads the freezes.
 *
 * @param context with the settings of the application.
 * @throws RequestRefusedError when the quota would be full before the end, or a run is still deleting.
 */
export async function freezeApplication(request: FreezeRequest, context: RunContext): Promise<RunRecord> {
  const { application, who, why } = request;
  const { clock, marks } = context.ports;
  return onceRecorded(application, context, async (log) => {
    const since = clock.now();
    const until = await endOf(request, since, context);
    await marks.freeze({ application, who, why, since, until });
    const left = await waitForDeletions(application, context, (names) => names.length > 0);
    if (left.length > 0) {
      throw new RequestRefusedError(
        `A run for application ${application} was deleting snapshots when the freeze was requested, and has not ended yet. The freeze is placed until ${utcTime(until)}, but may be too late for ${enumerate(left)}: ask again in some minutes.`,
      );
    }
    log('application.frozen', { who, until: until.toISOString() });
    // Only for the message: if the others can't be read, this freeze still applies.
    const others = await freezesOf(application, context).then(
      (all) => all.filter((freeze) => freeze.who !== who),
      () => [],
    );
    const beside = others.length === 0 ? '' : `${stopAfter(why)} Also frozen: ${describeFreezes(others)}.`;
    return {
      reason: 'deletions-frozen',
      because: why,
      detail: `It ends at ${utcTime(until)}, requested by ${who}: ${why}${beside}`,
    };
  });
}

/**
 * End of the freeze: as requested, else after a day, or earlier where the quota would be full before.
 *
 * @throws RequestRefusedError when the quota would be full before the requested end, or is nearly full now.
 */
async function endOf({ application, until }: FreezeRequest, now: Date, context: RunContext): Promise<Date> {
  const { snapshotQuota, schedule } = context.settings;
  const { length: used } = await context.ports.api.listSnapshots(application);
  const latest = latestEndOfFreeze(now, { used, snapshotQuota, schedule });
  const sum = `it has ${used} of ${snapshotQuota} snapshots, and gets one ${intervalText(schedule)}`;
  if (latest <= now) {
    throw new RequestRefusedError(
      `Application ${application} can’t be frozen: ${sum}, so its quota would be full soon and no snapshot could be taken. Delete some by hand, or put the ones that matter on hold (kda hold).`,
    );
  }
  if (until !== undefined && until > latest) {
    throw new RequestRefusedError(
      `Application ${application} can’t be frozen until ${utcTime(until)}: ${sum}, so its quota would be nearly full before. The latest end is ${utcTime(latest)}. To keep single snapshots longer, put them on hold (kda hold).`,
    );
  }
  if (until !== undefined) return until;
  return new Date(Math.min(now.getTime() + USUAL_HOURS * HOUR_MS, latest.getTime()));
}

/**
 * Ends one person's freeze: by default that of the person who asks. That nothing is frozen is no error: the first answer
 * may have been lost.
 *
 * @throws RequestRefusedError when only other people froze the application; the message names them.
 */
export async function thawApplication(request: ThawRequest, context: RunContext): Promise<RunRecord> {
  const { application, who, holder = who, why } = request;
  return onceRecorded(application, context, async (log) => {
    const before = await freezesOf(application, context);
    const own = before.filter((freeze) => freeze.who === holder);
    if (own.length === 0 && before.length > 0) {
      throw new RequestRefusedError(
        `Application ${application} is not frozen by ${holder}. It is frozen ${describeFreezes(before)}. To end another person’s freeze, name the person, as in ${JSON.stringify({ who, holder: before[0]?.who })} (kda thaw: --holder).`,
      );
    }
    for (const freeze of own) await context.ports.marks.thaw(freeze);
    const left = await freezesOf(application, context);
    if (left.some((freeze) => freeze.who === holder)) {
      throw new Error(`${holder} froze application ${application} again at this moment. Ask again.`);
    }
    log('application.thawed', { who, holder });
    const whose = own.length === 0 ? 'It was not frozen' : `${who} ended the freeze of ${holder}`;
    const stays = left.length === 0 ? 'No freeze is left.' : `It stays frozen ${describeFreezes(left)}.`;
    const because = why === undefined ? '.' : `: ${why}`;
    return { reason: 'deletions-thawed', because: why, detail: `${whose}${because} ${stays}` };
  });
}

/** Freezes in force of the present application. */
async function freezesOf(application: string, context: RunContext): Promise<readonly Freeze[]> {
  const { marks, clock } = context.ports;
  return freezesInForce(await marks.marksOf(application), clock.now(), await creationOf(application, context));
}

/** Text of freezes with their persons and ends: `by ada until 2026-11-24T10:20:00Z`. */
function describeFreezes(freezes: readonly Freeze[]): string {
  return freezes.map(({ who, until }) => `by ${who} until ${utcTime(until)}`).join(', ');
}
