import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { type AgreedPlan, agreedPlan } from '../../../cli/recovery/agreed-plan';
import type { RecoveryRequest } from '../../../cli/recovery/plan';
import type { RecoveryWorld } from '../../../cli/recovery/world';
import { UsageError } from '../../../tools/command';
import { AwsError } from '../../lambda-src/fakes/aws-calls';
import { driveTo, readDrillOf } from '../../lambda-src/fakes/drill-world';
import { FakeWorld } from '../../lambda-src/fakes/fake-world';

const TARGET = 'demo.20261123T090000Z';
const RESTORE: RecoveryRequest = {
  ...({ kind: 'restore', application: 'orders', allowNonRestoredState: false, evidence: false } as const),
  ...{ wish: { kind: 'snapshot', reference: TARGET } as const, who: 'grace', why: 'corrupt' },
};
const START: RecoveryRequest = { ...RESTORE, kind: 'start', wish: { kind: 'latest' } };

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)));
});
afterEach(() => jest.restoreAllMocks());

/** Drill that goes on whenever it is let, and the person's command beside it. */
class DrillAndPerson {
  readonly world = new FakeWorld('orders');
  /** Things that happen while a question is open, in their order. */
  readonly questions: (() => Promise<void>)[] = [];
  readonly asked: string[] = [];
  whileWaiting = () => {};

  constructor() {
    this.world.consentToDrills();
    this.world.flink.addHourly('orders', '09');
  }

  get status() {
    return this.world.flink.state('orders').status;
  }

  async drillUntil(status: string): Promise<void> {
    for (let request = 0; request < 80; request += 1) {
      const { waitSeconds } = await this.world.drill();
      this.world.clock.advance(waitSeconds * 1000);
      if (this.status === status) return;
    }
    throw new Error(`The drill never came to ${status}: it is ${this.status}.`);
  }

  /** Target of the plan that was agreed to in the end. */
  async targetOf(request: RecoveryRequest): Promise<string | undefined> {
    const planned = await this.plan(request);
    if (planned instanceof Error) throw planned;
    return planned.plan.target?.name;
  }

  async suspects(): Promise<readonly string[]> {
    return (await this.world.holds.marksOf('orders')).suspects.map(({ snapshotName }) => snapshotName);
  }

  async plan(request: RecoveryRequest): Promise<AgreedPlan | Error> {
    const { world } = this;
    const clock = {
      now: () => world.clock.now(),
      sleep: async (ms: number) => {
        this.whileWaiting();
        await world.clock.sleep(ms);
      },
    };
    const person = {
      ...{ api: world.flink, clock, ownPrefix: 'demo.' },
      clockSkewSeconds: () => 0,
      journal: { read: async () => undefined, write: async () => 1 },
      tables: {
        protect: { marks: world.holds, holds: world.holds, locks: world.holds },
        drills: {
          read: async () => readDrillOf(world),
          giveWay: async (_application: string, word: object) => {
            world.drills.giveWay = JSON.stringify(word);
          },
        },
      },
    } as unknown as RecoveryWorld;
    const client = new KinesisAnalyticsV2Client({ region: 'eu-west-1' });
    const agreement = { client, timeoutMs: 60_000, isAgreed: false, isDryRun: false };
    return agreedPlan(request, agreement, person, async (application, stands = 'Nothing was changed') => {
      this.asked.push(stands);
      const answer = this.questions.shift();
      if (!answer) throw new UsageError(`${stands}: "no" is not ${application}.`);
      await answer();
    }).catch((error: Error) => error);
  }
}

const GAVE_WAY = (what: string) =>
  `Drill drill-1 of orders was told to give way to this ${what}, which did not begin: the drill does nothing more to orders.`;

describe('a command that ends after a drill gave way to it says how the application is', () => {
  test('READY, where the person says no to the plan that was made again', async () => {
    const both = new DrillAndPerson();
    await both.world.drill();
    both.questions.push(() => both.drillUntil('READY'));
    const error = await both.plan(RESTORE);
    expect(String(error)).toBe('UsageError: The restore did not begin: "no" is not orders.');
    expect(said.at(-1)).toBe(
      `${GAVE_WAY('restore')} orders is READY (stopped) now. To start it: kda start orders --latest`,
    );
    // Nobody else brings it back.
    await both.world.drill();
    expect(readDrillOf(both.world)?.outcome?.verdict).toBe('given-up');
    expect(both.status).toBe('READY');
  });

  test('RUNNING, where the drill had started it, and a start is refused', async () => {
    const both = new DrillAndPerson();
    await both.drillUntil('READY');
    both.questions.push(() => both.drillUntil('RUNNING'));
    expect(String(await both.plan(START))).toContain('orders is RUNNING, expected READY (stopped). Stop it first');
    expect(said.at(-1)).toBe(`${GAVE_WAY('start')} orders is RUNNING now.`);
  });

  test('another status, and the refusal does not say that nothing was changed', async () => {
    const both = new DrillAndPerson();
    await both.drillUntil('READY');
    both.questions.push(async () => both.world.flink.changeApplication('orders', { status: 'DELETING' }));
    const error = await both.plan(RESTORE);
    expect(String(error)).toContain('orders is DELETING, expected READY or one of');
    expect(String(error)).not.toContain('Nothing was changed');
    expect(said.at(-1)).toBe(
      `${GAVE_WAY('restore')} orders is DELETING now. kda status orders shows how that ends; if it is READY (stopped) then, start it: kda start orders --latest`,
    );
  });

  test('also after Ctrl-C during the wait', async () => {
    const both = new DrillAndPerson();
    await both.drillUntil('STOPPING');
    const before = readDrillOf(both.world);
    if (!before) throw new Error('There is no drill.');
    both.whileWaiting = () => process.emit('SIGINT');
    both.questions.push(async () => {});
    const error = await both.plan({ ...START, kind: 'restore' });
    expect(error).toMatchObject({ name: 'InterruptedError' });
    expect(said.at(-1)).toContain(`${GAVE_WAY('restore')} orders is STOPPING now.`);
  });

  test('not known, where the service does not tell it', async () => {
    const both = new DrillAndPerson();
    await both.drillUntil('READY');
    const denied = new AwsError('AccessDeniedException', 'No right to DescribeApplication.', 400);
    both.questions.push(async () => {
      both.world.aws.trouble = (call) =>
        call.includes('describeApplication') ? { effects: 0, takesMs: 0, error: denied } : undefined;
    });
    await both.plan(RESTORE);
    expect(said.at(-1)).toContain('Its status can’t be read (');
    expect(said.at(-1)).toContain('if it is READY (stopped), start it: kda start orders --latest');
  });
});

test('who says no to the first plan changed nothing, and the drill goes on', async () => {
  const both = new DrillAndPerson();
  await both.world.drill();
  expect(String(await both.plan(RESTORE))).toBe('UsageError: Nothing was changed: "no" is not orders.');
  expect(said.join()).not.toContain('give way');
  expect(both.world.drills.giveWay).toBeUndefined();
});

describe('a plan is made again, and asked about again, where its snapshot', () => {
  const LATEST: RecoveryRequest = { ...RESTORE, wish: { kind: 'latest' } };
  const yes = async () => {};
  const suspect = (snapshot: string) => ({
    ...{ action: 'suspect', application: 'orders', snapshots: [snapshot] },
    ...{ who: 'bob', why: 'corrupt since 8:30' },
  });

  test('is that of a job that the drill saw fail during the question', async () => {
    const both = new DrillAndPerson();
    both.world.recovery.crashing.add('STOP-');
    await driveTo(both.world, 'prove');
    both.questions.push(() => driveTo(both.world, 'start-before'), yes);
    const target = await both.targetOf(LATEST);
    expect(await both.suspects()).toEqual(['demo.20261123T102001Z.after-drill']);
    expect(await both.suspects()).not.toContain(target);
  });

  test('could not be started by the drill during the question', async () => {
    const both = new DrillAndPerson();
    both.world.recovery.bad.add('STOP-');
    await driveTo(both.world, 'start');
    both.questions.push(() => driveTo(both.world, 'start-before'), yes);
    const target = await both.targetOf(LATEST);
    expect(await both.suspects()).toEqual([expect.stringMatching(/^STOP-orders-/)]);
    expect(await both.suspects()).not.toContain(target);
  });

  test('was marked as suspect during the question, and so does each further one', async () => {
    const both = new DrillAndPerson();
    both.world.flink.addHourly('orders', '07', '08');
    const mark = (hour: string) => async () =>
      void (await both.world.request(suspect(`demo.20261123T${hour}0000Z`), { invocationId: hour }));
    both.questions.push(mark('09'), mark('08'), yes);
    expect(await both.targetOf(LATEST)).toBe('demo.20261123T070000Z');
    expect(both.asked).toEqual(Array(3).fill('Nothing was changed'));
    expect(said).toContain(`Snapshot ${TARGET} is suspect now, by bob (corrupt since 8:30). The plan was made again.`);
  });

  test('was deleted during the question', async () => {
    const both = new DrillAndPerson();
    both.world.flink.addHourly('orders', '08');
    both.questions.push(async () => both.world.flink.removeSnapshot('orders', TARGET), yes);
    expect(await both.targetOf({ ...START, kind: 'rollback' })).toBe('demo.20261123T080000Z');
    expect(said).toContain(`Snapshot ${TARGET} is gone now. The plan was made again.`);
  });

  test('was deleted although it was named: then there is no plan', async () => {
    const both = new DrillAndPerson();
    both.questions.push(async () => both.world.flink.removeSnapshot('orders', TARGET));
    expect(String(await both.plan(RESTORE))).toContain(TARGET);
  });
});

test('a snapshot that was suspect before, and was named all the same, is asked about once', async () => {
  const both = new DrillAndPerson();
  const mark = { action: 'suspect', application: 'orders', snapshots: [TARGET], who: 'bob', why: 'maybe' };
  await both.world.request(mark);
  both.questions.push(async () => {});
  expect(await both.targetOf(RESTORE)).toBe(TARGET);
  expect(said).toContain(`Warning: snapshot ${TARGET} is suspect, by bob: maybe.`);
});
