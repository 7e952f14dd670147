import { FakeWorld } from './fakes/fake-world';

const MINUTE_MS = 60_000;
const DIED = '[demo] taken (an earlier run died): orders';
const TROUBLE = ['[demo] failed: orders', '[demo] taken (resolved): orders'];

function world(): FakeWorld {
  const made = new FakeWorld('orders');
  made.settings = { ...made.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  return made;
}

/** A run each ten minutes; some of them fail at first, and their retries die. */
async function runs(made: FakeWorld, count: number, ...how: ('fails' | 'dies')[]): Promise<void> {
  for (let run = 0; run < count; run += 1) {
    const startMs = Math.floor(made.clock.now().getTime() / 1000) * 1000;
    const time = new Date(startMs).toISOString();
    if (how.includes('fails')) {
      made.flink.fail('describeApplication', 'other', { times: 1 });
      await made.invoke(time).catch(() => undefined);
      made.clock.advance(MINUTE_MS);
    }
    if (how.includes('dies')) {
      made.aws.trouble = (call) => (call === 'application.describeApplication' ? 'kill' : undefined);
    }
    if (how.includes('dies') || !how.includes('fails')) await made.aws.process(() => made.invoke(time));
    made.aws.trouble = () => undefined;
    made.clock.advance(startMs + 10 * MINUTE_MS - made.clock.now().getTime());
  }
}

/** A trouble that people were told of, with its end. */
async function trouble(made: FakeWorld): Promise<void> {
  made.flink.changeApplication('orders', { snapshotsEnabled: false });
  await runs(made, 1);
  made.flink.changeApplication('orders', { snapshotsEnabled: true });
  await runs(made, 1);
}

test('a death is mailed once, and has no end', async () => {
  const made = world();
  await runs(made, 2);
  await runs(made, 1, 'dies');
  await runs(made, 20);
  expect(made.topic.subjects()).toEqual([DIED]);
});

test('the same of a run whose first attempt had failed', async () => {
  const made = world();
  await runs(made, 2);
  await runs(made, 1, 'fails', 'dies');
  await runs(made, 20);
  expect(made.topic.subjects()).toEqual([DIED]);
});

test('a death is mailed also where its first attempt repeated what was mailed before it', async () => {
  const made = world();
  await trouble(made);
  await runs(made, 10);
  await runs(made, 1, 'fails', 'dies');
  await runs(made, 20);
  expect(made.topic.subjects()).toEqual([...TROUBLE, DIED]);
});

test('what was mailed before a first attempt does not hold back the death after it', async () => {
  const made = world();
  await trouble(made);
  await runs(made, 1, 'fails', 'dies');
  await runs(made, 1, 'dies');
  await runs(made, 1);
  expect(made.topic.subjects()).toEqual([...TROUBLE, DIED]);
  expect(made.topic.published.at(-1)?.body.match(/died without a result/g)).toHaveLength(2);
});

test('deaths are mailed once an hour', async () => {
  const made = world();
  for (let hour = 0; hour < 3; hour += 1) {
    for (let run = 0; run < 3; run += 1) {
      await runs(made, 1, 'dies');
      await runs(made, 1);
    }
  }
  expect(made.topic.subjects()).toEqual([DIED, DIED, DIED]);
});

test('a trouble that goes on is not mailed again because a run died in between, and its end once', async () => {
  const made = world();
  const fails = () => {
    const until = new Date(made.clock.now().getTime() + 30 * MINUTE_MS);
    made.flink.fail('listSnapshots', 'other', { until });
    return runs(made, 3);
  };
  await fails();
  await runs(made, 1, 'fails', 'dies');
  await fails();
  await runs(made, 10);
  expect(made.topic.subjects()).toEqual(['[demo] failed: orders', '[demo] taken (resolved): orders']);
});

describe('a row of an earlier version, which noted a mailed death as what was told of the application', () => {
  async function worldWithReportedDeath(): Promise<FakeWorld> {
    const made = world();
    await runs(made, 1);
    await runs(made, 1, 'fails', 'dies');
    await runs(made, 1);
    const died = made.audit.records('orders').find(({ reason }) => reason === 'run-died');
    if (!died) throw new Error('No run died.');
    const at = died.deathToldAt ?? died.told?.at ?? new Date(0);
    made.audit.seed({ ...died, deathToldAt: undefined, told: { condition: 'manager-failing', at } });
    return made;
  }

  test('is not mailed again, and has no end', async () => {
    const made = await worldWithReportedDeath();
    await runs(made, 10);
    expect(made.topic.subjects()).toEqual([DIED]);
  });
});
