import fc from 'fast-check';
import { beginRecovery, type Journal, RecoveryTakenError, type StepEnd } from '../../../cli/recovery/perform';
import { planRecovery } from '../../../cli/recovery/plan';
import { freeze, holdTarget, markNewer, type ProtectPorts, TargetLostError, thaw } from '../../../cli/recovery/protect';
import type { Recovery, RecoveryPlan } from '../../../cli/recovery/recovery';
import type { RestoreStep } from '../../../cli/recovery/steps';
import { AwsCalls } from '../../lambda-src/fakes/aws-calls';
import type { FakeHoldsTable } from '../../lambda-src/fakes/fake-holds-table';
import type { FakeManagedFlink } from '../../lambda-src/fakes/fake-managed-flink';
import { FakeWorld } from '../../lambda-src/fakes/fake-world';

const EVENT = '2026-11-23T10:20:00Z';
/** Everything begins below the start of the run; the oldest ones are surplus. */
const NAMES = ['05', '06', '07', '08', '09', '10'].map((hour) => `demo.20261123T${hour}0000Z`);

class MemoryJournal implements Journal {
  private kept: { readonly recovery: Recovery; readonly revision: number } | undefined;

  async read() {
    return this.kept;
  }

  async write(recovery: Recovery, revision: number | undefined) {
    if (revision !== this.kept?.revision) return undefined;
    this.kept = { recovery, revision: (revision ?? 0) + 1 };
    return this.kept.revision;
  }
}

/** A restore that advances one step at a time, whenever it is let. */
class SteppedRestore {
  isStopped = false;
  outcome: 'open' | 'proven' | 'target lost' | 'taken' | 'refused' = 'open';
  private letGo: (() => void) | undefined;
  private reached: Promise<void> = Promise.resolve();
  private arrive: () => void = () => {};

  constructor(
    private readonly world: FakeWorld,
    private readonly journal: Journal,
    private readonly target: string,
    private readonly who: string,
  ) {}

  async begin(): Promise<void> {
    const { world } = this;
    let plan: RecoveryPlan;
    try {
      plan = this.plan();
    } catch {
      // The manager deleted the snapshot before anybody asked for it.
      this.outcome = 'refused';
      return;
    }
    this.reached = new Promise((arrive) => {
      this.arrive = arrive;
    });
    void beginRecovery(plan, {
      journal: this.journal,
      clock: world.clock,
      say: () => {},
      owner: this.who,
      isInterrupted: () => false,
      act: (step, recovery, _before, beat) => this.act(step, recovery, beat),
    }).then(
      () => this.end('proven'),
      (error: unknown) => {
        if (error instanceof TargetLostError) return this.end('target lost');
        if (error instanceof RecoveryTakenError) return this.end('taken');
        throw error;
      },
    );
    await this.reached;
  }

  private plan(): RecoveryPlan {
    const { flink, clock } = this.world;
    const request = {
      kind: 'restore',
      application: 'orders',
      wish: { kind: 'snapshot', reference: this.target },
      allowNonRestoredState: false,
      evidence: false,
      who: this.who,
      why: 'corrupt',
    } as const;
    const before = {
      state: flink.state('orders'),
      snapshots: flink.listed('orders'),
      marks: { suspects: [], freezes: [] },
      hasTables: true,
      ownPrefix: 'demo.',
      now: clock.now(),
    };
    return planRecovery(request, before).plan;
  }

  /** Does the step that waits, and comes to the next one. */
  async advance(): Promise<void> {
    if (this.outcome !== 'open') return;
    this.reached = new Promise((arrive) => {
      this.arrive = arrive;
    });
    this.letGo?.();
    await this.reached;
  }

  private end(outcome: SteppedRestore['outcome']): void {
    this.outcome = outcome;
    this.arrive();
  }

  private async act(step: RestoreStep, recovery: Recovery, beat: () => Promise<void>): Promise<StepEnd> {
    await new Promise<void>((go) => {
      this.letGo = go;
      this.arrive();
    });
    const { clock } = this.world;
    // A process of its own: it lives on when that of the manager is killed.
    const own = { aws: { value: new AwsCalls(clock) } };
    const flink: FakeManagedFlink = Object.create(this.world.flink, own);
    const holds: FakeHoldsTable = Object.create(this.world.holds, own);
    const ports: ProtectPorts = {
      marks: holds,
      holds,
      locks: holds,
      api: flink,
      clock,
      limits: { snapshotQuota: 1000, schedule: 'rate(10 minutes)' },
    };
    if (step === 'freeze') return freeze(recovery, ports);
    if (step === 'hold') return holdTarget(recovery, ports, beat);
    if (step === 'mark-suspect') return markNewer(recovery, ports);
    if (step === 'thaw') return thaw(recovery, ports);
    if (step === 'stop') {
      this.isStopped = true;
      flink.changeApplication('orders', { status: 'READY' });
    }
    if (step === 'start') {
      flink.changeApplication('orders', { status: 'RUNNING', restoresFrom: { kind: 'snapshot', name: this.target } });
    }
    return step === 'prove' ? { said: 'Proven.', outcome: 'proven', proof: [] } : { said: step };
  }
}

/** Steps of the restore that happen during the k-th call of a run of the manager. */
const interruptions = fc.array(fc.record({ call: fc.nat(45), steps: fc.integer({ min: 1, max: 4 }) }), {
  minLength: 1,
  maxLength: 6,
});

test('no order of restore, manager, deployment and second operator deletes the target once the stop is near', async () => {
  await fc.assert(
    fc.asyncProperty(
      interruptions,
      fc.constantFrom(...NAMES),
      fc.nat(40),
      fc.nat(12),
      async (chosen, target, updateAt, secondAt) => {
        const world = new FakeWorld('orders');
        for (const name of NAMES) {
          const hour = name.slice(14, 16);
          world.flink.addSnapshot('orders', name, new Date(`2026-11-23T${hour}:00:00Z`));
        }
        const journal = new MemoryJournal();
        const first = new SteppedRestore(world, journal, target, 'ada');
        const second = new SteppedRestore(world, journal, NAMES[0] ?? '', 'bob');
        const lost: string[] = [];
        world.flink.onDelete = (_application, { name }) => {
          if (name === target && first.isStopped) lost.push(name);
        };
        let done = 0;
        world.aws.meanwhile = async (_call, index) => {
          if (index === updateAt) world.flink.changeApplication('orders', { status: 'UPDATING' });
          if (index === updateAt + 3 && world.flink.state('orders').status === 'UPDATING') {
            world.flink.changeApplication('orders', { status: 'RUNNING' });
          }
          for (const { call, steps } of chosen) {
            if (call !== index) continue;
            if (first.outcome === 'open' && done === 0) await first.begin();
            for (let step = 0; step < steps; step += 1) {
              await first.advance();
              done += 1;
              if (done === secondAt) await second.begin();
            }
          }
        };
        await world.aws.process(() => world.invoke(EVENT));
        if (done === 0) await first.begin();
        for (let step = 0; step < 12; step += 1) await first.advance();
        // Whatever comes in the days after, the target stays: it is on hold, and it is the restore point.
        for (let hour = 11; hour < 23; hour += 1) {
          world.clock.advance(3_600_000);
          await world.aws.process(() => world.invoke(`2026-11-23T${hour}:20:00Z`));
        }

        expect(lost).toEqual([]);
        if (first.isStopped) expect(world.flink.snapshotsOf('orders')).toContain(`${target} READY`);
        expect(first.isStopped).toBe(first.outcome === 'proven');
        expect(second.isStopped).toBe(false);
      },
    ),
    { numRuns: 30 },
  );
});
