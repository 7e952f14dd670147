import {
  giveWayText,
  readDrill,
  recoveryText,
} from '../../../lambda-src/snapshot-manager/domain/drill/journal-documents';
import type { DrillJournal, RecoveryApi } from '../../../lambda-src/snapshot-manager/ports';
import { RecoveryCallError } from '../../../lambda-src/snapshot-manager/ports';
import { type AwsCalls, AwsError } from './aws-calls';
import type { FakeClock } from './fake-clock';
import type { FakeManagedFlink } from './fake-managed-flink';

/** Ports of a world in which nothing is drilled. */
export const NO_DRILLS: { readonly recovery: RecoveryApi; readonly drills: DrillJournal } = {
  recovery: {
    stop: () => Promise.reject(new Error('Nothing is stopped here.')),
    startFrom: () => Promise.reject(new Error('Nothing is started here.')),
    lastStopAt: async () => undefined,
    failureOf: async () => undefined,
    look: async () => ({ notSeen: 'nobody looks' }),
  },
  drills: { read: async () => undefined, write: async () => 1, personAtWork: async () => undefined },
};

/** Journal of drills with the conditions of the real writes; a person's words are put into it as `kda` writes them. */
export class FakeDrillJournal implements DrillJournal {
  readonly items = new Map<string, { readonly text: string; readonly revision: number }>();
  recovery: string | undefined;
  giveWay: string | undefined;

  constructor(private readonly aws: AwsCalls) {}

  async read(application: string): ReturnType<DrillJournal['read']> {
    return this.aws.during('drills.read', () => {
      const item = this.items.get(application);
      return item && { drill: readDrill(item.text), revision: item.revision };
    });
  }

  async write(...[drill, revision]: Parameters<DrillJournal['write']>): ReturnType<DrillJournal['write']> {
    return this.aws.during(`drills.write`, () => {
      const { application } = drill.plan;
      const text = JSON.stringify(drill);
      const item = this.items.get(application);
      const next = (revision ?? 0) + 1;
      // As the real one: our own write may have arrived although its answer was lost.
      if (item?.revision !== revision) return item?.revision === next && item.text === text ? next : undefined;
      this.items.set(application, { text, revision: next });
      return next;
    });
  }

  async personAtWork(...[, createdAt, drill]: Parameters<DrillJournal['personAtWork']>) {
    return this.aws.during('drills.personAtWork', () => {
      const atWork = recoveryText(this.recovery, createdAt);
      return atWork ?? (drill === undefined ? undefined : giveWayText(this.giveWay, drill));
    });
  }
}

/** Stops and starts of the fake service. */
export class FakeRecoveryApi implements RecoveryApi {
  stopMs = 20_000;
  startMs = 30_000;
  /** True: the snapshot of a stop fails, and the application runs on. */
  failsStops = false;
  /** True: a stop leaves no snapshot. */
  takesNoSnapshot = false;
  /** States that do not start; each by a part of its name. */
  readonly bad = new Set<string>();
  /** States with which the job restarts again and again. */
  readonly crashing = new Set<string>();
  isSeen = true;
  /** Causes of the newest start and stop in the service's words, once they failed. */
  readonly causes: { start?: string; stop?: string } = {};
  /** Cause of the last restart in Flink's words. */
  failure: string | undefined;
  /** Is called when the application was stopped. */
  onReady: () => void = () => {};
  private stoppedAt: Date | undefined;
  private restarts = 0;

  constructor(
    private readonly flink: FakeManagedFlink,
    private readonly clock: FakeClock,
    private readonly aws: AwsCalls,
  ) {}

  async stop(application: string, isForced: boolean): Promise<void> {
    return this.acting('recovery.stop', () => this.stopNow(application, isForced));
  }

  /** A stop, by whomever. */
  stopNow(application: string, isForced: boolean): void {
    const { status } = this.flink.state(application);
    if (status === 'READY' || (status !== 'RUNNING' && !isForced)) throw refused(`it is ${status}`);
    this.stoppedAt = this.clock.now();
    this.flink.changeApplication(application, { status: isForced ? 'FORCE_STOPPING' : 'STOPPING' });
    this.clock.in(this.stopMs, () => {
      if (this.failsStops && !isForced) return this.flink.changeApplication(application, { status: 'RUNNING' });
      if (!this.takesNoSnapshot && !isForced) {
        this.flink.addSnapshot(application, `STOP-${application}-${this.clock.now().getTime()}`, this.clock.now());
      }
      this.flink.changeApplication(application, { status: 'READY' });
      this.onReady();
    });
  }

  async startFrom(application: string, name: string): Promise<void> {
    return this.acting('recovery.startFrom', () => this.startNow(application, name));
  }

  startNow(application: string, name: string): void {
    const { status } = this.flink.state(application);
    if (status !== 'READY') throw refused(`it is ${status}`);
    if (!this.flink.listed(application).some((snapshot) => snapshot.name === name)) throw refused(`no ${name}`);
    this.restarts = 0;
    this.flink.changeApplication(application, { status: 'STARTING', restoresFrom: { kind: 'snapshot', name } });
    const isBad = [...this.bad].some((part) => name.includes(part));
    this.clock.in(this.startMs, () =>
      this.flink.changeApplication(application, { status: isBad ? 'READY' : 'RUNNING' }),
    );
  }

  async lastStopAt(): Promise<Date | undefined> {
    return this.acting('recovery.lastStopAt', () => this.stoppedAt);
  }

  /** Answers as the real adapter does, including its errors. */
  private async acting<T>(call: string, effect: () => T): Promise<T> {
    try {
      return await this.aws.during(call, effect);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { name, message, httpStatus = 500 } = error;
      const refusal = name === 'AccessDeniedException' ? 'denied' : 'passing';
      throw new RecoveryCallError(httpStatus < 500 ? refusal : 'open', `${name}: ${message}`, { cause: error });
    }
  }

  async failureOf(act: 'start' | 'stop'): Promise<string | undefined> {
    return this.aws.during('recovery.failureOf', () => this.causes[act]);
  }

  async look(application: string): ReturnType<RecoveryApi['look']> {
    return this.aws.during('recovery.look', () => {
      const { status, restoresFrom } = this.flink.state(application);
      if (!this.isSeen || status !== 'RUNNING') return { notSeen: 'Injected: nobody may look.' };
      const from = restoresFrom.kind === 'snapshot' ? restoresFrom.name : '';
      if ([...this.crashing].some((part) => from.includes(part))) this.restarts += 1;
      const { restarts } = this;
      const view = { at: this.clock.now(), state: 'RUNNING', tasks: { running: 2, total: 2 }, restarts };
      return { view: { ...view, completedCheckpoints: 0, ...(restarts > 0 ? { failure: this.failure } : {}) } };
    });
  }
}

function refused(message: string): RecoveryCallError {
  return new RecoveryCallError('passing', `The fake service refused: ${message}.`);
}
