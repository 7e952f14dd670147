import { namesOf } from '../../config/model/names';
import { AwsError } from '../lambda-src/fakes/aws-calls';
import { FakeWorld } from '../lambda-src/fakes/fake-world';
import { settingsWith } from '../settings-with';
import { type StackJson, synthesize } from '../stacks/synthesis';
import { type Message, VirtualCloud } from './virtual-cloud';

const PAGER = 'arn:aws:sns:eu-west-1:123456789012:pager';
const SCHEDULE_MINUTES = 10;

function named(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `app-${index + 1}`);
}

const stacks = new Map<string, StackJson>();

/** The snapshots stack of these applications, synthesized once. */
function stackOf(applications: readonly unknown[]): StackJson {
  const key = JSON.stringify(applications);
  const stack = stacks.get(key) ?? synthesized(applications);
  stacks.set(key, stack);
  return stack;
}

function synthesized(applications: readonly unknown[]): StackJson {
  const synthesis = synthesize(
    settingsWith({
      name: 'demo',
      snapshots: { applications, scheduleMinutes: SCHEDULE_MINUTES },
      alarms: { pagerTopicArns: [PAGER], set: applications.length > 5 ? 'essential' : 'full' },
      dashboard: { perApplication: false },
    }),
  );
  synthesis.dispose();
  return synthesis.stacks.snapshots;
}

/** A deployment that looks after these applications, just made: nothing has run yet. */
function deployed(...applications: readonly string[]) {
  const world = new FakeWorld(...applications);
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24, stopsByAlarm: true } };
  const { managerFunction } = namesOf(settingsWith({ name: 'demo' }));
  const common = { world, scheduleMinutes: SCHEDULE_MINUTES, managerFunction, pager: PAGER };
  const evaluateEvery = applications.length > 20 ? 5 : 1;
  return { world, cloud: new VirtualCloud({ ...common, evaluateEvery, stack: stackOf(applications) }) };
}

/** Such a deployment after half an hour in which all was well. */
async function settled(...applications: readonly string[]) {
  const { world, cloud } = deployed(...applications);
  await cloud.pass(30);
  cloud.messages.length = 0;
  return { world, cloud };
}

/** Messages that reached somebody, without their time. */
function heard({ messages }: VirtualCloud): string[] {
  return messages.map(({ by, what, about }: Message) => `${by} ${what} ${about}`);
}

test('a first deployment mails and pages nobody, before its first run and after', async () => {
  const { cloud } = deployed('orders', 'payments');
  await cloud.pass(40);
  expect(cloud.messages.filter(({ by, what }) => by === 'mail' || what === 'begin')).toEqual([]);
  expect(cloud.stateOf('demo/orders/snapshot-age')).toBe('OK');
  expect(cloud.stateOf('demo/manager-silent')).toBe('OK');
});

test('an application that is added to ten mails and pages nobody', async () => {
  const { world, cloud } = await settled(...named(10));
  world.flink.addApplication('app-11');
  world.selectNames(...named(11));
  cloud.deploy(stackOf(named(11)));
  await cloud.pass(30);
  expect(cloud.messages.filter(({ by, what }) => by === 'mail' || what === 'begin')).toEqual([]);
  expect(cloud.stateOf('demo/app-11/snapshot-age')).toBe('OK');
});

test('a manager that is silent beside fifty applications pages and mails once, and once when it is back', async () => {
  const { cloud } = await settled(...named(50));
  cloud.isScheduled = false;
  await cloud.pass(60);
  expect(heard(cloud).sort()).toEqual(['mail begin demo/manager-silent', 'page begin demo/manager-silent']);
  cloud.isScheduled = true;
  cloud.messages.length = 0;
  await cloud.pass(20);
  expect(heard(cloud).sort()).toEqual(['mail end demo/manager-silent', 'page end demo/manager-silent']);
});

test('silence is neither the end of an outage nor a second one', async () => {
  const { world, cloud } = await settled('orders', 'payments');
  world.flink.changeApplication('orders', { status: 'READY' });
  await cloud.pass(60);
  cloud.isScheduled = false;
  await cloud.pass(120);
  expect(heard(cloud).filter((line) => line.startsWith('page'))).toEqual([
    'page begin demo/orders/needs-a-person',
    'page begin demo/manager-silent',
  ]);
});

test('a run that learns nothing of any application is silence too', async () => {
  const { world, cloud } = deployed('orders');
  world.flink.fail('describeApplication', 'other');
  await cloud.pass(120);
  expect(heard(cloud)).toContain('page begin demo/manager-silent');
});

test('an application that cannot be read any more is overdue, although the manager is not silent', async () => {
  const { world, cloud } = await settled('orders');
  world.flink.fail('describeApplication', 'other');
  await cloud.pass(120);
  expect(heard(cloud).filter((line) => line.startsWith('page'))).toEqual(['page begin demo/needs-a-person']);
});

test('one application of two that is stopped is one mail and one page, and its end one of each', async () => {
  const { world, cloud } = await settled('orders', 'payments');
  world.flink.changeApplication('orders', { status: 'READY' });
  await cloud.pass(90);
  expect(heard(cloud).sort()).toEqual([
    'mail begin demo/orders/needs-a-person',
    'page begin demo/orders/needs-a-person',
  ]);
  cloud.messages.length = 0;
  world.flink.changeApplication('orders', { status: 'RUNNING' });
  await cloud.pass(60);
  expect(heard(cloud).sort()).toEqual(['mail end demo/orders/needs-a-person', 'page end demo/orders/needs-a-person']);
});

test('the second application that stops pages as well', async () => {
  const { world, cloud } = await settled('orders', 'payments');
  for (const application of ['orders', 'payments']) {
    world.flink.changeApplication(application, { status: 'READY' });
    await cloud.pass(40);
  }
  expect(heard(cloud).filter((line) => line.startsWith('page'))).toEqual([
    'page begin demo/orders/needs-a-person',
    'page begin demo/payments/needs-a-person',
  ]);
});

test('an application that scales for 15 minutes mails and pages nobody', async () => {
  const { world, cloud } = await settled('orders', 'payments');
  await cloud.pass(8);
  world.flink.changeApplication('orders', { status: 'AUTOSCALING' });
  await cloud.pass(15);
  world.flink.changeApplication('orders', { status: 'RUNNING' });
  await cloud.pass(40);
  expect(heard(cloud)).toEqual([]);
});

test('snapshots that fail for half an hour are one mail of the manager and one for their end', async () => {
  const { world, cloud } = await settled('orders', 'payments');
  world.flink.snapshotEndsAs = 'FAILED';
  await cloud.pass(25);
  world.flink.snapshotEndsAs = 'READY';
  await cloud.pass(60);
  expect(heard(cloud)).toEqual([
    'mail manager [demo] 2 failed: 2 applications',
    'mail manager [demo] 2 taken (resolved): 2 applications',
  ]);
});

test('an audit table that is denied for an hour is one mail, and one for its end', async () => {
  const { world, cloud } = await settled('orders', 'payments');
  const denied = { effects: 0, takesMs: 10, error: new AwsError('AccessDeniedException', 'Injected.') } as const;
  world.aws.trouble = (call) => (call.startsWith('audit.') ? denied : undefined);
  await cloud.pass(60);
  expect(heard(cloud)).toEqual(['mail manager [demo] runs are not recorded']);
  cloud.messages.length = 0;
  world.aws.trouble = () => undefined;
  await cloud.pass(60);
  expect(heard(cloud)).toEqual(['mail manager [demo] audit table: resolved']);
});
