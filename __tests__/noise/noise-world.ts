import { answerEvent } from '../../lambda-src/snapshot-manager/dispatch';
import type { ManagerSettings } from '../../lambda-src/snapshot-manager/domain/settings';
import { SnapshotApiError } from '../../lambda-src/snapshot-manager/ports';
import { SentEvents } from '../../lambda-src/snapshot-manager/run/sent-events';
import { AwsCalls, LAMBDA_TIMEOUT_MS } from '../lambda-src/fakes/aws-calls';
import { FakeAuditTable } from '../lambda-src/fakes/fake-audit-table';
import { NO_DRILLS } from '../lambda-src/fakes/fake-drills';
import { FakeEventBus } from '../lambda-src/fakes/fake-event-bus';
import { FakeHoldsTable } from '../lambda-src/fakes/fake-holds-table';
import { FakeManagedFlink } from '../lambda-src/fakes/fake-managed-flink';
import { FakeTopic } from '../lambda-src/fakes/fake-topic';
import { SharedClock } from '../lambda-src/fakes/shared-clock';

const MINUTE_MS = 60_000;
/** Lambda tries an event that failed again after one minute, and once more after two. */
const RETRY_AFTER_MS = [MINUTE_MS, 2 * MINUTE_MS];

/** Something that happens so many minutes after the start. */
export interface Happening {
  readonly atMinute: number;
  readonly what: () => void;
}

/** A mail as it reached the topic. */
export interface Mail {
  /** Minutes after the start. */
  readonly atMinute: number;
  readonly subject: string;
  readonly body: string;
}

/**
 * A deployment "demo" in virtual time: its schedule fires, Lambda retries what failed, runs overlap when they take longer
 * than the schedule's interval, and the mails and metric lines are kept with their times. Nothing is waited for.
 */
export class NoiseWorld {
  readonly startMs = Date.parse('2026-11-23T10:00:00Z');
  readonly clock = new SharedClock(this.startMs);
  readonly aws = new AwsCalls(this.clock);
  readonly flink = new FakeManagedFlink(this.clock, this.aws);
  readonly audit = new FakeAuditTable(this.aws);
  readonly holds = new FakeHoldsTable(this.aws);
  readonly topic = new FakeTopic(this.aws);
  readonly eventBus = new FakeEventBus(this.aws);
  private readonly sentEvents = new SentEvents();
  readonly mails: Mail[] = [];
  readonly lines: { readonly atMinute: number; readonly line: string }[] = [];
  /** Attempts of the function that ended with an error: Lambda's metric Errors. */
  readonly errors: { readonly atMinute: number }[] = [];
  settings: ManagerSettings;
  /** The schedule is switched off, or the function can't run. */
  isSilent = false;
  private readonly invocations: Promise<void>[] = [];

  constructor(...applications: string[]) {
    for (const application of applications) this.flink.addApplication(application);
    this.settings = {
      applications: applications.map((name) => ({ selector: { kind: 'name', name } })),
      snapshotNamePrefix: 'demo.',
      deployment: 'demo',
      retention: { keepLast: 3 },
      adoptsReferenceSnapshots: false,
      auditTable: 'audit',
      holdsTable: 'holds',
      auditRetentionDays: 30,
      topicArn: 'arn:aws:sns:us-east-1:123456789012:topic',
      notifications: { policy: 'changes', reminderHours: 24 },
      snapshotAgeMinutes: 30,
      passingStatusMinutes: 30,
      callsPerSecond: 10,
      snapshotQuota: 1_000,
      schedule: 'rate(10 minutes)',
      eventBus: 'default',
    };
  }

  /** Minutes since the start. */
  minute(): number {
    return (this.clock.now().getTime() - this.startMs) / MINUTE_MS;
  }

  /** Lets so much time pass, with a run every few minutes; the first one is at minute 0. */
  async live(
    minutes: number,
    { everyMinutes = 10, happenings = [] }: { everyMinutes?: number; happenings?: readonly Happening[] } = {},
  ): Promise<void> {
    const fromMs = this.clock.now().getTime();
    for (const { atMinute, what } of happenings) this.clock.in(this.startMs + atMinute * MINUTE_MS - fromMs, what);
    for (let at = 0; at < minutes; at += everyMinutes) {
      this.clock.in(at * MINUTE_MS + 1_500, () => {
        if (!this.isSilent) this.invocations.push(this.deliver(new Date(fromMs + at * MINUTE_MS)));
      });
    }
    await this.clock.until(this.clock.sleep(minutes * MINUTE_MS).then(() => Promise.all(this.invocations)));
  }

  /** Values of one metric in an application's metric lines, in order. */
  metric(application: string, name: string): unknown[] {
    return this.lines
      .filter(({ line }) => line.includes(JSON.stringify(application)))
      .map(({ line }): Record<string, unknown> => JSON.parse(line))
      .filter((line) => '_aws' in line && line.app_name === application && name in line)
      .map((line) => line[name]);
  }

  subjects(): string[] {
    return this.mails.map(({ subject }) => subject);
  }

  private async deliver(time: Date): Promise<void> {
    const event = { id: `event-${time.toISOString()}`, time: time.toISOString().replace('.000Z', 'Z') };
    if (await this.attempt(event)) return;
    for (const delayMs of RETRY_AFTER_MS) {
      await this.clock.sleep(delayMs);
      if (await this.attempt(event)) return;
    }
  }

  /** True when the function answered. */
  private async attempt(event: { readonly id: string; readonly time: string }): Promise<boolean> {
    const context = {
      settings: this.settings,
      deadline: new Date(this.clock.now().getTime() + LAMBDA_TIMEOUT_MS),
      invocationId: `invocation-of-${event.id}`,
      sentEvents: this.sentEvents,
      ports: {
        api: this.flink,
        directory: this.flink,
        audit: this.audit,
        holds: this.holds,
        marks: this.holds,
        locks: this.holds,
        requestTimes: this.holds,
        notices: this.holds,
        knownSchedules: this.holds,
        notifier: {
          publish: async (mail: { subject: string; body: string }) => {
            await this.topic.publish(mail);
            this.mails.push({ ...mail, atMinute: this.minute() });
          },
        },
        eventBus: this.eventBus,
        ...NO_DRILLS,
        callRate: { set: () => {} },
        clock: this.clock,
        writeLine: (line: string) => void this.lines.push({ line, atMinute: this.minute() }),
      },
    };
    const outcome = await this.aws.process(() => answerEvent(event, context));
    const isAnswered = 'result' in outcome;
    if (!isAnswered) this.errors.push({ atMinute: this.minute() });
    return isAnswered;
  }
}

/** The service refuses for a while, as it does when it is throttled. */
export function serviceError(): SnapshotApiError {
  return new SnapshotApiError('other', 'Injected: the service does not answer.');
}
