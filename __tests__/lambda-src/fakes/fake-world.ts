import type { DrillRequest } from '../../../lambda-src/contract';
import { answerEvent } from '../../../lambda-src/snapshot-manager/dispatch';
import type { Selector } from '../../../lambda-src/snapshot-manager/domain/application-entries';
import { parseDrillConsent } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import type { ManagerSettings } from '../../../lambda-src/snapshot-manager/domain/settings';
import { snapshotAll } from '../../../lambda-src/snapshot-manager/fleet';
import type { ListAnswer } from '../../../lambda-src/snapshot-manager/requests/bounded-answer';
import type { RunContext } from '../../../lambda-src/snapshot-manager/run/run-context';
import { SentEvents } from '../../../lambda-src/snapshot-manager/run/sent-events';
import { AwsCalls, LAMBDA_TIMEOUT_MS } from './aws-calls';
import { FakeAuditTable } from './fake-audit-table';
import { FakeClock } from './fake-clock';
import { FakeDrillJournal, FakeRecoveryApi } from './fake-drills';
import { FakeEventBus } from './fake-event-bus';
import { FakeHoldsTable } from './fake-holds-table';
import { FakeManagedFlink } from './fake-managed-flink';
import { FakeTopic } from './fake-topic';

/** A deployment "demo" with everything around it; applications are added by the test. */
export class FakeWorld {
  readonly clock = new FakeClock(Date.parse('2026-11-23T10:20:01.500Z'));
  /** Each call to any of the four below, to go wrong where the test wants. */
  readonly aws = new AwsCalls(this.clock);
  readonly flink = new FakeManagedFlink(this.clock, this.aws);
  readonly audit = new FakeAuditTable(this.aws);
  readonly holds = new FakeHoldsTable(this.aws);
  readonly topic = new FakeTopic(this.aws);
  readonly eventBus = new FakeEventBus(this.aws);
  readonly recovery = new FakeRecoveryApi(this.flink, this.clock, this.aws);
  readonly drills = new FakeDrillJournal(this.aws);
  /** Memory of the instance of the function; another instance remembers nothing. */
  sentEvents = new SentEvents();
  readonly lines: string[] = [];
  /** Rates of calls that were set, in order. */
  readonly callRates: number[] = [];
  settings: ManagerSettings;

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
      notifications: { policy: 'always', reminderHours: 24 },
      snapshotAgeMinutes: 30,
      passingStatusMinutes: 30,
      callsPerSecond: 10,
      snapshotQuota: 1_000,
      schedule: 'rate(10 minutes)',
      eventBus: 'default',
    };
  }

  /** Another deployment for the same applications, with tables and a topic of its own. */
  beside(deployment: string): FakeWorld {
    const { clock, aws, flink, settings } = this;
    const eventBus = new FakeEventBus(aws);
    const tables = {
      audit: new FakeAuditTable(aws),
      holds: new FakeHoldsTable(aws),
      topic: new FakeTopic(aws),
      eventBus,
    };
    const other = Object.assign(new FakeWorld(), { clock, aws, flink, ...tables });
    other.settings = { ...settings, deployment, snapshotNamePrefix: `${deployment}.` };
    return other;
  }

  /** One invocation of the Lambda; a retry has the same invocation id. */
  async invoke(
    time: string,
    options: {
      readonly id?: string;
      readonly timeoutMs?: number;
      readonly invocationId?: string;
      readonly schedule?: string;
    } = {},
  ): Promise<readonly RunRecord[]> {
    const { id = `event-${time}`, timeoutMs, invocationId = `invocation-of-${id}`, schedule } = options;
    return snapshotAll(
      { id, time: new Date(time), ...(schedule && { schedule }) },
      this.context({ timeoutMs, invocationId }),
    );
  }

  /** One invocation on demand, of the event as it arrives. */
  async request(raw: unknown, { invocationId = 'request' } = {}): Promise<ListAnswer> {
    const answer = await answerEvent(raw, this.context({ invocationId }));
    // Thrown here for tests that ask for what is granted.
    if ('refused' in answer) throw new Error(`refused: ${answer.refused}`);
    if ('drill' in answer) throw new Error('That was a drill: world.drill has its answer.');
    if ('outcomes' in answer) throw new Error('That was the schedule’s event: world.invoke has its records.');
    return answer;
  }

  /** One request of a drill. */
  async drill(id = 'drill-1', facts: Partial<DrillRequest> = {}, invocationId = `${id}-${this.aws.made.length}`) {
    const request = { action: 'drill', application: 'orders', drill: id, who: 'ada', why: 'once a week', ...facts };
    const answer = await answerEvent(request, this.context({ invocationId, timeoutMs: 60_000 }));
    if (!('drill' in answer)) throw new Error(`No answer of a drill: ${JSON.stringify(answer)}`);
    return answer.drill;
  }

  /** Consents to drills in this window. */
  consentToDrills(window = '10:00-11:00'): void {
    const drill = parseDrillConsent({ window, usualSnapshotSeconds: 60 });
    const applications = this.settings.applications.map((entry) => ({ ...entry, ...(drill ? { drill } : {}) }));
    this.settings = { ...this.settings, applications };
  }

  /** Context of a whole invocation, from now on. */
  context({ timeoutMs = LAMBDA_TIMEOUT_MS, invocationId = 'invocation' } = {}): RunContext {
    return {
      settings: this.settings,
      deadline: new Date(this.clock.now().getTime() + timeoutMs),
      invocationId,
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
        notifier: this.topic,
        eventBus: this.eventBus,
        recovery: this.recovery,
        drills: this.drills,
        callRate: { set: (callsPerSecond) => void this.callRates.push(callsPerSecond) },
        clock: this.clock,
        writeLine: (line) => this.lines.push(line),
      },
    };
  }

  /** Chooses the applications in place of the ones that were added. */
  select(...selectors: Selector[]): void {
    this.settings = { ...this.settings, applications: selectors.map((selector) => ({ selector })) };
  }

  selectNames(...names: string[]): void {
    this.select(...names.map((name): Selector => ({ kind: 'name', name })));
  }

  /** The words of the audit: outcome and reason of each row, oldest first. */
  outcomes(application: string): string[] {
    return this.audit.records(application).map(({ state, reason }) => (reason ? `${state} ${reason}` : state));
  }

  /** The embedded metrics of each run, without their wrapping and without lines that are only a sign of life. */
  metrics(): Record<string, unknown>[] {
    return this.embedded().filter((values) => Object.keys(values).join() !== 'deployment,Runs');
  }

  /** Number of runs with the heartbeat that the alarm on silence waits for. */
  signsOfLife(): number {
    return this.embedded().filter(({ Runs }) => Runs === 1).length;
  }

  private embedded(): Record<string, unknown>[] {
    return this.lines
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter((line) => '_aws' in line)
      .map(({ _aws, ...values }) => values);
  }

  logged(event: string): Record<string, unknown>[] {
    return this.lines.map((line): Record<string, unknown> => JSON.parse(line)).filter((line) => line.event === event);
  }
}
