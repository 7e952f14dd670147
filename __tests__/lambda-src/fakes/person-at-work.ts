import type { DrillWords } from '../../../cli/recovery/drill-words';
import { goBeforeDrill, untilItsStepIsOver, untilSettled } from '../../../cli/recovery/go-first';
import { beginRecovery, type Journal, type StepEnd } from '../../../cli/recovery/perform';
import { planRecovery } from '../../../cli/recovery/plan';
import { freeze, holdTarget, type ProtectPorts, thaw } from '../../../cli/recovery/protect';
import type { Recovery } from '../../../cli/recovery/recovery';
import type { RestoreStep } from '../../../cli/recovery/steps';
import { readDrill } from '../../../lambda-src/snapshot-manager/domain/drill/journal-documents';
import { AwsCalls } from './aws-calls';
import type { FakeHoldsTable } from './fake-holds-table';
import type { FakeManagedFlink } from './fake-managed-flink';
import type { FakeWorld } from './fake-world';

/** Person's command in a process of its own, beside a drill: it sleeps until the test lets time pass. */
export class PersonAtWork {
  state: 'not begun' | 'at work' | 'asleep' | 'ended' = 'not begun';
  error: unknown;
  /** Time at which nothing but this command may touch the application. */
  aloneSince: Date | undefined;
  /** Number of calls that were made until then. */
  callsBefore = Number.POSITIVE_INFINITY;
  readonly said: string[] = [];
  private wake: (() => void) | undefined;
  private arrive: () => void = () => {};
  private readonly flink: FakeManagedFlink;
  private readonly holds: FakeHoldsTable;

  constructor(private readonly world: FakeWorld) {
    const own = { aws: { value: new AwsCalls(world.clock) } };
    this.flink = Object.create(world.flink, own);
    this.holds = Object.create(world.holds, own);
  }

  /** Begins, and comes back when it sleeps or has ended. */
  async begin(work: (person: PersonAtWork) => Promise<void>): Promise<void> {
    this.state = 'at work';
    const reached = new Promise<void>((arrive) => {
      this.arrive = arrive;
    });
    void work(this)
      .catch((error: unknown) => {
        this.error = error;
      })
      .then(() => {
        this.state = 'ended';
        this.arrive();
      });
    await reached;
  }

  /** Lets it work on after time passed. */
  async goOn(): Promise<void> {
    if (this.state !== 'asleep') return;
    const reached = new Promise<void>((arrive) => {
      this.arrive = arrive;
    });
    this.state = 'at work';
    this.wake?.();
    await reached;
  }

  private readonly clock = {
    now: () => this.world.clock.now(),
    sleep: () =>
      new Promise<void>((wake) => {
        this.state = 'asleep';
        this.wake = wake;
        this.arrive();
      }),
  };

  private get ports() {
    const { drills } = this.world;
    const words: DrillWords = {
      read: async (application) => {
        const item = drills.items.get(application);
        return item && readDrill(item.text);
      },
      giveWay: async (_application, word) => {
        drills.giveWay = JSON.stringify(word);
      },
    };
    return { drills: words, clock: this.clock, say: (line: string) => void this.said.push(line), api: this.flink };
  }

  private isAlone(): void {
    if (this.aloneSince) return;
    this.aloneSince = this.clock.now();
    this.callsBefore = this.world.aws.made.length;
  }

  /** `kda stop`. */
  async stop(): Promise<void> {
    const applicationCreatedAt = this.flink.state('orders').createdAt;
    const act = { application: 'orders', applicationCreatedAt, what: 'stop', who: 'grace' };
    const drill = await goBeforeDrill(act, this.ports);
    const status = drill && (await untilSettled('orders', true, 600_000, this.ports));
    this.isAlone();
    if (status === 'READY') return;
    this.world.recovery.stopNow('orders', false);
    await this.until('READY');
  }

  /** `kda restore --snapshot`. */
  async restore(target: string): Promise<void> {
    const { createdAt } = this.flink.state('orders');
    const act = { application: 'orders', applicationCreatedAt: createdAt, what: 'restore', who: 'grace' };
    if (await goBeforeDrill(act, this.ports)) await untilSettled('orders', false, 600_000, this.ports);
    const request = {
      ...({ kind: 'restore', application: 'orders', allowNonRestoredState: false, evidence: false } as const),
      ...{ wish: { kind: 'snapshot', reference: target } as const, who: 'grace', why: 'corrupt' },
    };
    const { plan } = planRecovery(request, {
      ...{ state: this.flink.state('orders'), snapshots: this.flink.listed('orders') },
      ...{ marks: { suspects: [], freezes: [] }, hasTables: true, ownPrefix: 'demo.', now: this.clock.now() },
    });
    await beginRecovery(plan, {
      journal: this.journal,
      clock: this.clock,
      say: () => {},
      owner: 'grace',
      isInterrupted: () => false,
      act: (step, recovery, _before, beat) => this.act(step, recovery, beat),
    });
  }

  private readonly journal: Journal = {
    read: async () => undefined,
    write: async (recovery, revision) => {
      this.world.drills.recovery = JSON.stringify(recovery);
      return (revision ?? 0) + 1;
    },
  };

  private async act(step: RestoreStep, recovery: Recovery, beat: () => Promise<void>): Promise<StepEnd> {
    const limits = { snapshotQuota: 1000, schedule: 'rate(10 minutes)' };
    const { flink, holds, clock, world } = this;
    const ports: ProtectPorts = { marks: holds, holds, locks: holds, api: flink, clock, limits };
    if (step === 'freeze') return freeze(recovery, ports);
    if (step === 'hold') return holdTarget(recovery, ports, beat);
    if (step === 'thaw') return thaw(recovery, ports);
    if (step === 'stop') {
      await untilItsStepIsOver(recovery.plan, this.ports, { beat });
      this.isAlone();
      if (flink.state('orders').status !== 'READY') world.recovery.stopNow('orders', true);
      await this.until('READY');
    }
    if (step === 'start') {
      await untilItsStepIsOver(recovery.plan, this.ports, { beat });
      this.isAlone();
      world.recovery.startNow('orders', recovery.plan.target?.name ?? '');
      await this.until('RUNNING');
    }
    return step === 'prove' ? { said: 'Proven.', outcome: 'proven', proof: [] } : { said: step };
  }

  private async until(status: string): Promise<void> {
    while (this.flink.state('orders').status !== status) await this.clock.sleep();
  }
}
