import { decideRecording } from '../../lambda-src/snapshot-manager/domain/recording-notice';
import { AwsError } from './fakes/aws-calls';
import { FakeWorld } from './fakes/fake-world';
import { troubleWith } from './fakes/troubles';

const MINUTE_MS = 60_000;
const TROUBLE = '[demo] runs are not recorded';
const RESOLVED = '[demo] audit table: resolved';

function world(...applications: string[]): FakeWorld {
  const made = new FakeWorld(...applications);
  made.settings = { ...made.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  return made;
}

/**
 * Runs the schedule `count` times, a minute (or `every` minutes) apart, with a table that is throttled in some of them.
 */
async function runs(
  made: FakeWorld,
  count: number,
  isBad: (run: number) => boolean,
  everyMinutes = 1,
  isOfTable = (call: string) => call.startsWith('audit.'),
): Promise<void> {
  for (let run = 0; run < count; run += 1) {
    const startMs = made.clock.now().getTime();
    made.aws.trouble = (call) => (isBad(run) && isOfTable(call) ? troubleWith(call, 'throttled') : undefined);
    const time = new Date(Math.floor(startMs / 1000) * 1000).toISOString();
    await made.invoke(time).catch(() => undefined);
    made.clock.advance(Math.max(0, startMs + everyMinutes * MINUTE_MS - made.clock.now().getTime()));
  }
  made.aws.trouble = () => undefined;
}

test('a table that flaps for three hours is one pair of mails an hour', async () => {
  const made = world('orders');
  await runs(made, 180, (run) => run % 5 !== 4);
  expect(made.topic.subjects()).toEqual([TROUBLE, RESOLVED, TROUBLE, RESOLVED, TROUBLE, RESOLVED]);
});

test('a table that fails for good within the hour is told of at its end, and its own end is mailed', async () => {
  const made = world('orders');
  await runs(made, 10, (run) => run < 5);
  expect(made.topic.subjects()).toEqual([TROUBLE, RESOLVED]);
  await runs(made, 40, () => true);
  expect(made.topic.subjects()).toHaveLength(2);
  await runs(made, 20, () => true);
  expect(made.topic.subjects()).toEqual([TROUBLE, RESOLVED, TROUBLE]);
  await runs(made, 2, () => false);
  expect(made.topic.subjects()).toEqual([TROUBLE, RESOLVED, TROUBLE, RESOLVED]);
});

test('a table that fails again long after its first trouble is told of at once', async () => {
  const made = world('orders');
  await runs(made, 70, (run) => run < 5);
  await runs(made, 5, () => true);
  expect(made.topic.subjects()).toEqual([TROUBLE, RESOLVED, TROUBLE]);
});

test('both tables that fail together withhold the sign of life, which alarms people, until one answers', async () => {
  const made = world('orders');
  await runs(made, 2, () => false);
  const alive = made.signsOfLife();
  const isOfATable = (call: string) => /^(audit|holds|notices)\./.test(call);
  await runs(made, 6, () => true, 1, isOfATable);
  expect(made.signsOfLife()).toBe(alive);
  expect(made.flink.listed('orders')).toHaveLength(8);
  await runs(made, 5, () => true);
  expect(made.signsOfLife()).toBe(alive + 5);
  expect(made.topic.subjects()).toEqual([TROUBLE]);
});

describe('the rows of one application that cannot be written', () => {
  function withoutRowsOfOrders(): FakeWorld {
    const made = world('orders', 'payments');
    const find = made.audit.findRecent.bind(made.audit);
    made.audit.findRecent = async (application) => {
      if (application === 'orders') throw new AwsError('ThrottlingException', 'Injected.');
      return find(application);
    };
    return made;
  }

  test('stay a trouble while requests for others are recorded', async () => {
    const made = withoutRowsOfOrders();
    for (let number = 0; number < 4; number += 1) {
      await runs(made, 1, () => false, 5);
      await made.request({ action: 'snapshot', applications: ['payments'], reason: 'r', requestId: `r${number}` });
      made.clock.advance(5 * MINUTE_MS);
    }
    expect(made.topic.subjects()).toEqual([TROUBLE]);
  });

  test('stay a trouble while it is not known which applications there are', async () => {
    const made = withoutRowsOfOrders();
    await runs(made, 2, () => false, 5);
    made.settings = {
      ...made.settings,
      applications: [{ selector: { kind: 'name', name: 'payments' } }, { selector: { kind: 'prefix', prefix: 'ord' } }],
    };
    made.flink.fail('listApplications', 'other');
    await runs(made, 1, () => false, 5);
    expect(made.topic.subjects()).toEqual([TROUBLE]);
  });
});

describe('the notice', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 10, minute));
  const decide = (notice: Parameters<typeof decideRecording>[0], isInTrouble: boolean, minute: number) =>
    decideRecording(notice, isInTrouble, at(minute), 24 * 60 * MINUTE_MS);

  test('is kept for the rest of the hour after its end was mailed, and removed then', () => {
    const over = { since: at(0), lastToldAt: at(3), endedAt: at(10) };
    expect(decide({ since: at(0), toldAt: at(3) }, false, 10)).toEqual({ mail: 'resolved', afterMail: over });
    expect(decide(over, false, 62)).toEqual({});
    expect(decide(over, false, 63)).toEqual({ afterMail: 'none' });
    expect(decide({ since: at(0), toldAt: at(3) }, false, 63)).toEqual({ mail: 'resolved', afterMail: 'none' });
  });

  test('of a trouble that came back waits for the end of the hour', () => {
    const over = { since: at(0), lastToldAt: at(3), endedAt: at(10) };
    const back = { since: at(20), lastToldAt: at(3) };
    expect(decide(over, true, 20)).toEqual({ remember: back });
    expect(decide(back, true, 62)).toEqual({});
    expect(decide(back, true, 63)).toEqual({ mail: 'trouble', afterMail: { since: at(20), toldAt: at(63) } });
    expect(decide(back, false, 30)).toEqual({ afterMail: { ...back, endedAt: at(30) } });
  });

  test('of which nobody was told is removed without a mail', () => {
    expect(decide({ since: at(0) }, false, 2)).toEqual({ afterMail: 'none' });
  });
});
