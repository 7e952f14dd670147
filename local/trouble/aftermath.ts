import type { Deployment } from '../../config/model/deployment';
import type { DeploymentActs } from './deployment-acts';

const EVERY_MS = 20_000;
/** A failed run comes into the queue after Lambda's two retries, three minutes after it began. */
const LASTS_MS = 4 * 60_000;

/**
 * Failed runs that a mended trouble leaves: Lambda repeats them, and their messages come into the queue after the
 * mending. They are removed for some minutes, so that the alarm about the queue ends by itself.
 */
export class Aftermath {
  private timer: NodeJS.Timeout | undefined;
  /** Trouble that began while failed runs of an earlier one were still to come. */
  private pausedFor: string | undefined;

  constructor(private readonly acts: Pick<DeploymentActs, 'purge'>) {}

  /** Empties the queue of failed runs now, and again and again. */
  async begin({ queues }: Deployment): Promise<void> {
    this.end();
    const until = Date.now() + LASTS_MS;
    await this.acts.purge(queues.failedRuns);
    this.timer = setInterval(() => {
      if (Date.now() > until) this.end();
      // The next one may succeed; a message that stays keeps its alarm.
      else this.acts.purge(queues.failedRuns).catch(() => undefined);
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Leaves the queue alone: a trouble begins, whose messages are to be seen. Safe to call twice. */
  pause(trouble: string): void {
    if (this.timer === undefined) return;
    this.end();
    this.pausedFor = trouble;
  }

  /** Goes on where this trouble paused it: what an earlier one left came meanwhile, and nobody else removes it. */
  async resume(trouble: string, deployment: Deployment): Promise<void> {
    if (this.pausedFor === trouble) await this.begin(deployment);
  }

  /** Ends it for good. Safe to call twice. */
  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.pausedFor = undefined;
  }
}
