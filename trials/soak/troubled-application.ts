import { setTimeout as sleep } from 'node:timers/promises';
import { type RestorePoint, startApplication, stopApplication } from '../../cli/application-lifecycle';
import { ApplicationActs } from '../../local/trouble/application-acts';
import { LOG_LINES, numberIn } from '../demo/application-log';
import type { Observer } from '../demo/observer';
import type { RestoreProof } from '../demo/restore-proof';

const POLL_MS = 250;
const NEVER = new AbortController().signal;
/** The forwarder reads the log twice a second: what a job wrote just before it is killed must have been read. */
const LAST_LINES_MS = 700;

/** The Flink application of the soak: stopped, started, made to fail, by the API alone. */
export class TroubledApplication {
  stops = 0;
  forcedStops = 0;
  /** Starts that restored something: more restores in the log than these are restarts by Flink. */
  restoringStarts = 0;

  constructor(
    private readonly observer: Observer,
    private readonly properties: Readonly<Record<string, string>>,
  ) {}

  async start(from: RestorePoint): Promise<void> {
    await startApplication(this.observer.client, this.observer.application, from, { pollMs: POLL_MS });
    if (from.from !== 'none') this.restoringStarts += 1;
  }

  async stop({ force }: { readonly force: boolean }): Promise<void> {
    if (force) await sleep(LAST_LINES_MS);
    await stopApplication(this.observer.client, this.observer.application, { force }, { pollMs: POLL_MS });
    if (force) this.forcedStops += 1;
    else this.stops += 1;
  }

  /** The application must be stopped: updated while it runs, it would first have to make a snapshot, which may fail. */
  async setFaults(faults: Readonly<Record<string, string>>): Promise<void> {
    const { client, application } = this.observer;
    const acts = new ApplicationActs(client, NEVER);
    await acts.changeProperties(application, () => ({ ...this.properties, ...faults }));
  }

  /**
   * Waits until the next failing user is some way off. A job with `failJob` that is restored right before one fails
   * again and again before all its tasks run, and its start fails with it.
   */
  async waitForRoom(): Promise<void> {
    const lines = await this.observer.log.read(new Date(Date.now() - 5_000));
    const last = lines.findLast(({ message }) => LOG_LINES.userCount.test(message));
    if (!last) throw new Error(`${this.observer.application} has counted no user for five seconds.`);
    const count = numberIn(last, LOG_LINES.userCount) ?? Number.NaN;
    const pauseMs = Number(this.properties.pauseBetweenUserGeneration);
    await sleep(roomMs(count, Date.now() - last.at.getTime(), pauseMs));
  }

  /** Starts from the snapshot and reads what was restored, and which user comes next, from the job's log. */
  async restore(snapshotName: string, signal: AbortSignal): Promise<Omit<RestoreProof, 'expected'>> {
    const { log } = this.observer;
    const since = new Date();
    await this.start({ from: 'snapshot', snapshotName });
    const restored = await log.waitFor(LOG_LINES.restoredCount, since, signal);
    const next = await log.waitFor(LOG_LINES.userCount, restored.at, signal);
    return {
      snapshotName,
      restoredCount: numberIn(restored, LOG_LINES.restoredCount) ?? Number.NaN,
      nextCount: numberIn(next, LOG_LINES.userCount) ?? Number.NaN,
    };
  }
}

const FAILS_AT_EVERY = 5;

/** Milliseconds until a job with this count at that time has just passed a failing user. */
export function roomMs(count: number, agoMs: number, pauseMs: number): number {
  const counted = count + agoMs / pauseMs;
  const sincePassed = counted % FAILS_AT_EVERY;
  return sincePassed < 0.5 ? 0 : (FAILS_AT_EVERY - sincePassed) * pauseMs;
}
