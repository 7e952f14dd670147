import { Control } from '../../../../local/cloud/control/control';
import type { Mail } from '../../../../local/cloud/mail';
import type { Trouble } from '../../../../local/trouble/trouble';
import { Troubles } from '../../../../local/trouble/troubles';
import { temporaryFolder } from '../../../temporary-folder';
import { ORDERS, scene } from '../../trouble/scene';

const folder = temporaryFolder('control');
const mail = (subject: string): Mail => ({
  to: 'ops@example.com',
  subject,
  date: new Date('2026-11-29T16:00:00Z'),
  topicArn: 'arn:aws:sns:us-east-1:000000000000:t',
  body: 'text',
});
const LOOPBACK = { host: '127.0.0.1:4566' };
const PROGRAM = { ...LOOPBACK, 'x-kda-local-cloud': '1' };

/** A control whose one trouble is a switch. */
async function control() {
  const { scene: made } = await scene(folder.path, {});
  let isOn = false;
  const trouble: Trouble = {
    kind: 'deployment',
    id: 'lights',
    title: 'Switch the lights off',
    what: 'It is dark.',
    mendTitle: 'Switch them on',
    expect: () => ({ alarms: ['cpu'], mails: 'None.', after: 5 }),
    command: () => 'kda doctor',
    hindrance: async () => undefined,
    isPresent: async () => isOn,
    begin: async () => {
      isOn = true;
      return { since: '2026-11-29T16:00:00.000Z' };
    },
    mend: async () => {
      isOn = false;
    },
  };
  const troubles = new Troubles([trouble], { look: async () => ({ scene: made, applications: [ORDERS] }) });
  const made2 = new Control({
    engine: 'simulated',
    region: 'us-east-1',
    accountId: '000000000000',
    startedAt: new Date('2026-11-29T15:00:00Z'),
    speedUp: () => 10,
    mails: () => [mail('first'), mail('second'), mail('third')],
    troubles,
  });
  const ask = async (method: string, path: string, headers: object = PROGRAM, body: object | undefined = undefined) => {
    const request = { method, path: `/_local-cloud${path}`, headers: { ...headers } };
    const answer = await made2.answer({
      ...request,
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    return { status: answer.status, document: JSON.parse(String(answer.body)) };
  };
  return { ask, troubles, isOn: () => isOn };
}

test('it says what it is', async () => {
  const { ask } = await control();
  expect(await ask('GET', '', LOOPBACK)).toEqual({
    status: 200,
    document: {
      product: 'kda-snapshots local cloud',
      version: 1,
      engine: 'simulated',
      startedAt: '2026-11-29T15:00:00.000Z',
      region: 'us-east-1',
      accountId: '000000000000',
      schedule: { speedUp: 10 },
    },
  });
});

test('mails are numbered from 1, oldest first, and those after a number can be asked for', async () => {
  const { ask } = await control();
  const subjects = async (path: string) =>
    (await ask('GET', path)).document.mails.map(({ number, subject }: { number: number; subject: string }) => [
      number,
      subject,
    ]);
  expect(await subjects('/mails')).toEqual([
    [1, 'first'],
    [2, 'second'],
    [3, 'third'],
  ]);
  expect(await subjects('/mails?after=2')).toEqual([[3, 'third']]);
  expect(await subjects('/mails?after=9')).toEqual([]);
  expect(await ask('GET', '/mails?after=-1')).toEqual({
    status: 400,
    document: { error: 'after is -1, expected the number of a mail, or 0 for all of them.' },
  });
});

test('a trouble is begun and mended by POST, and read by GET', async () => {
  const { ask, troubles, isOn } = await control();
  expect(await ask('POST', '/troubles/lights/begin', PROGRAM, {})).toEqual({ status: 202, document: {} });
  await troubles.whenIdle();
  expect(isOn()).toBe(true);
  expect((await ask('GET', '/troubles')).document).toEqual([
    {
      id: 'lights',
      title: 'Switch the lights off',
      what: 'It is dark.',
      mendTitle: 'Switch them on',
      isMendedByCommand: false,
      expect: { alarms: ['cpu'], mails: 'None.', after: 5 },
      state: 'present',
      since: '2026-11-29T16:00:00.000Z',
      error: null,
      command: 'kda doctor',
      isPossible: false,
      whyNot: null,
    },
  ]);
  expect((await ask('POST', '/troubles/lights/begin')).status).toBe(409);
  expect(await ask('POST', '/troubles/lights/mend')).toEqual({ status: 202, document: {} });
  await troubles.whenIdle();
  expect(isOn()).toBe(false);
});

test('an unknown trouble and an unknown path are sentences', async () => {
  const { ask } = await control();
  expect(await ask('POST', '/troubles/fire/begin')).toEqual({
    status: 404,
    document: { error: 'There is no trouble fire, expected one of lights.' },
  });
  const { status, document } = await ask('GET', '/troubles/lights/begin');
  expect(status).toBe(404);
  expect(document.error).toContain('GET /_local-cloud/troubles/lights/begin is nothing that the local cloud answers');
});

test.each([
  [
    'a name bound to this machine',
    'GET',
    { host: 'evil.example:4566' },
    'Host is evil.example:4566, expected 127.0.0.1',
  ],
  ['a name that only begins like it', 'GET', { host: '127.0.0.1.evil.example' }, 'Host is 127.0.0.1.evil.example'],
  ['no host', 'GET', {}, 'Host is missing'],
  [
    'a web page',
    'GET',
    { ...LOOPBACK, origin: 'https://evil.example' },
    'Origin is https://evil.example, expected none',
  ],
  [
    'a web page of this machine',
    'POST',
    { ...PROGRAM, origin: 'http://127.0.0.1:4566' },
    'Origin is http://127.0.0.1:4566',
  ],
  ['a sandboxed one', 'POST', { ...PROGRAM, origin: 'null' }, 'Origin is null'],
  ['a form of an old browser', 'POST', LOOPBACK, 'Header x-kda-local-cloud is missing, expected 1 for POST.'],
  ['another value', 'POST', { ...LOOPBACK, 'x-kda-local-cloud': 'yes' }, 'Header x-kda-local-cloud is yes, expected 1'],
  ['a preflight', 'OPTIONS', LOOPBACK, 'Header x-kda-local-cloud is missing, expected 1 for OPTIONS.'],
])('%s is refused and changes nothing', async (_, method, headers, error) => {
  const { ask, isOn } = await control();
  const path = method === 'GET' ? '/troubles' : '/troubles/lights/begin';
  const { status, document } = await ask(method, path, headers);
  expect(status).toBe(403);
  expect(document.error).toContain(error);
  expect(isOn()).toBe(false);
});

test.each(['127.0.0.1:4566', 'localhost:4566', '[::1]:4566', '127.0.0.1'])('host %s is this machine', async (host) => {
  const { ask } = await control();
  expect((await ask('GET', '', { host })).status).toBe(200);
});
