import type { Mail } from '../../../local/cloud/mail';
import { Progress } from '../../../tools/progress';
import { drillDeployments } from '../../../trials/alarm-drill/deploy';
import { drill } from '../../../trials/alarm-drill/drill';
import type { ExpectedAlarm, Scenario } from '../../../trials/alarm-drill/scenarios';
import { Stage } from '../../../trials/alarm-drill/stage';

/** A cloud whose alarms do at once what the scenarios' acts tell them to, each by a mail. */
function cloudOf(names: readonly string[]) {
  const states = new Map<string, string>(names.map((name) => [name, 'OK']));
  const mails: Mail[] = [];
  return {
    cloud: {
      alarms: () => [...states].map(([name, each]) => ({ name, state: each, reason: '' })),
      mails: () => mails,
    },
    set: async (name: string, to: 'OK' | 'ALARM') => {
      states.set(name, to);
      const body = to === 'OK' ? `"OK: ${name} is over. It fired."` : `- Reason for State Change:    ${name} is ${to}.`;
      const subject = to === 'OK' ? 'AWS Notification Message' : `${to}: "${name}" in US East (N. Virginia)`;
      mails.push({ to: 'ops@example.com', subject, date: new Date(), topicArn: 'arn:aws:sns:::topic', body });
    },
  };
}

const deployments = drillDeployments();
const options = {
  stage: new Stage({
    clientConfiguration: {
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    },
    names: { named: deployments.named.names, fleet: deployments.fleet.names },
    properties: {},
    signal: new AbortController().signal,
  }),
  nameOf: (alarm: ExpectedAlarm) => ({ ...alarm, name: alarm.id, topicName: 'topic', notifiedBy: alarm.id }),
  deployedAt: { named: new Date(0), fleet: new Date(0) },
  progress: new Progress(() => undefined),
  signal: new AbortController().signal,
  pollMs: 5,
};

test('a scenario that waits for another begins when that one’s alarms are OK again', async () => {
  const { cloud, set } = cloudOf(['a', 'b']);
  const acts: string[] = [];
  const scenario = (id: string, after?: string[]): Scenario => ({
    title: id,
    alarms: [{ deployment: 'named', id }],
    cause: '',
    remedy: '',
    begin: async () => {
      acts.push(`${id} begins`);
      await set(id, 'ALARM');
    },
    end: async () => {
      acts.push(`${id} ends`);
      await set(id, 'OK');
    },
    after,
  });
  const sightings = await drill({ ...options, cloud, scenarios: [scenario('a'), scenario('b', ['a'])] });
  expect(acts).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(sightings.map(({ alarm, fired, over }) => [alarm.name, fired?.reason, over?.reason])).toEqual([
    ['a', 'a is ALARM.', 'OK: a is over. It fired.'],
    ['b', 'b is ALARM.', 'OK: b is over. It fired.'],
  ]);
});

test('a condition that ends with another scenario is not over before that one is', async () => {
  const { cloud, set } = cloudOf(['cause', 'effect']);
  const plain = { cause: '', remedy: '' };
  const sightings = await drill({
    ...options,
    cloud,
    scenarios: [
      {
        ...plain,
        title: 'cause',
        alarms: [{ deployment: 'named', id: 'cause' }],
        begin: () => set('cause', 'ALARM'),
        end: async () => {
          await set('effect', 'ALARM');
          await set('cause', 'OK');
        },
      },
      {
        ...plain,
        title: 'effect',
        alarms: [{ deployment: 'named', id: 'effect' }],
        begin: async () => undefined,
        until: ['cause'],
        end: () => set('effect', 'OK'),
      },
    ],
  });
  expect(cloud.mails().map(({ subject, body }) => (subject.startsWith('ALARM') ? subject : body).slice(0, 12))).toEqual(
    ['ALARM: "caus', 'ALARM: "effe', '"OK: cause i', '"OK: effect '],
  );
  expect(sightings.every(({ fired, over }) => fired && over)).toBe(true);
});

test('an act that fails is told, and does not keep the others from theirs', async () => {
  const { cloud, set } = cloudOf(['a', 'b']);
  const told: string[] = [];
  const scenario = (id: string, fails: boolean): Scenario => ({
    title: id,
    alarms: [{ deployment: 'named', id }],
    cause: '',
    remedy: '',
    begin: async () => {
      await set(id, 'ALARM');
      if (fails) throw new Error('UpdateApplication of x is FAILED');
    },
    end: () => set(id, 'OK'),
  });
  const progress = new Progress((line) => told.push(line.trim()));
  const sightings = await drill({
    ...options,
    progress,
    cloud,
    scenarios: [scenario('a', true), scenario('b', false)],
  });
  expect(told).toContain('"a": UpdateApplication of x is FAILED');
  expect(sightings.map(({ alarm, over }) => [alarm.name, over !== undefined])).toEqual([
    ['a', true],
    ['b', true],
  ]);
});

test('a condition that is there from the deployment on is waited for as ALARM, and has fired since then', async () => {
  const { cloud, set } = cloudOf(['empty']);
  await set('empty', 'ALARM');
  const [sighting] = await drill({
    ...options,
    cloud,
    scenarios: [
      {
        title: 'nothing is there',
        alarms: [{ deployment: 'fleet', id: 'empty' }],
        cause: '',
        remedy: '',
        end: () => set('empty', 'OK'),
      },
    ],
  });
  expect(sighting?.fired?.subject).toBe('ALARM: "empty" in US East (N. Virginia)');
  expect(sighting?.over?.reason).toBe('OK: empty is over. It fired.');
});

test('an alarm below a composite is seen in the composite’s mail, and one that the manager mails by its state', async () => {
  const { cloud, set } = cloudOf(['child', 'above', 'silent']);
  const nameOf = (alarm: ExpectedAlarm) => ({
    ...alarm,
    name: alarm.id,
    topicName: 'topic',
    notifiedBy: alarm.id === 'child' ? 'above' : undefined,
  });
  const all = async (to: 'OK' | 'ALARM') => {
    for (const name of ['child', 'above', 'silent']) await set(name, to);
  };
  const [child, silent] = await drill({
    ...options,
    nameOf,
    cloud,
    scenarios: [
      {
        title: 'one',
        alarms: [
          { deployment: 'named', id: 'child' },
          { deployment: 'named', id: 'silent' },
        ],
        cause: '',
        remedy: '',
        begin: () => all('ALARM'),
        end: () => all('OK'),
      },
    ],
  });
  expect(child?.fired?.subject).toBe('ALARM: "above" in US East (N. Virginia)');
  expect(child?.over?.mail?.body).toContain('OK: above is over.');
  expect([silent?.fired?.mail, silent?.over?.mail, silent?.over?.subject]).toEqual([
    undefined,
    undefined,
    'OK: "silent"',
  ]);
});
