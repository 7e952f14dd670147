import { DISABLE_THE_RULE } from '../../../local/trouble/deployment-troubles';
import { KeptTroubles } from '../../../local/trouble/kept-troubles';
import { STOP_THE_APPLICATION } from '../../../local/trouble/stop-trouble';
import type { Trouble } from '../../../local/trouble/trouble';
import { Troubles } from '../../../local/trouble/troubles';
import { temporaryFolder } from '../../temporary-folder';
import { ORDERS, scene } from './scene';

const folder = temporaryFolder('troubles');

/** A trouble whose begin waits until it is told, and fails if it is told so. */
class Slow {
  isThere = false;
  private go: (how: 'well' | 'badly') => void = () => {};
  private readonly told = new Promise<'well' | 'badly'>((resolve) => {
    this.go = resolve;
  });
  readonly trouble: Trouble = {
    kind: 'application',
    id: 'slow',
    title: 'Be slow',
    what: 'It takes time.',
    mendTitle: 'Be fast',
    expect: () => ({ alarms: ['cpu'], mails: 'None.', after: 1 }),
    command: (application) => `kda status ${application}`,
    hindrance: async () => undefined,
    isPresent: async () => this.isThere,
    begin: async () => {
      if ((await this.told) === 'badly') throw new Error('it broke');
      this.isThere = true;
      return { since: '2026-11-29T16:00:00Z' };
    },
    mend: async () => {
      this.isThere = false;
    },
  };

  end(how: 'well' | 'badly'): void {
    this.go(how);
  }
}

async function world() {
  const { scene: made, deploymentActs } = await scene(folder.path, {});
  const slow = new Slow();
  const look = async () => ({ scene: made, applications: [ORDERS] });
  const catalog = [slow.trouble, STOP_THE_APPLICATION, DISABLE_THE_RULE];
  const open = () => new Troubles(catalog, { look });
  const troubles = open();
  const stateOf = async (id: string, of = troubles) => {
    const { state, since, error, isPossible, whyNot } = (await of.list()).find((each) => each.id === id) ?? {};
    return { state, since, error, isPossible, whyNot };
  };
  return { troubles, open, slow, scene: made, deploymentActs, stateOf };
}

test('a trouble is absent, beginning, present, mending and absent again, with its time', async () => {
  const { troubles, slow, stateOf } = await world();
  const absent = { state: 'absent', since: null, error: null, isPossible: true, whyNot: null };
  expect(await stateOf('slow')).toEqual(absent);
  await troubles.begin('slow', { application: ORDERS });
  expect(await stateOf('slow')).toMatchObject({ state: 'beginning', isPossible: false });
  slow.end('well');
  await troubles.whenIdle();
  expect(await stateOf('slow')).toMatchObject({ state: 'present', since: '2026-11-29T16:00:00Z', isPossible: false });
  await troubles.mend('slow', { application: ORDERS });
  await troubles.whenIdle();
  expect(await stateOf('slow')).toEqual(absent);
});

test('failed runs of an earlier trouble that come during this one are gone once it is mended', async () => {
  const { troubles, slow, scene: made, deploymentActs } = await world();
  await made.aftermath.begin(made.deployment);
  await troubles.begin('slow', { application: ORDERS });
  slow.end('well');
  await troubles.whenIdle();
  deploymentActs.messages = 1;
  await troubles.mend('slow', { application: ORDERS });
  await troubles.whenIdle();
  made.aftermath.end();
  expect(deploymentActs.messages).toBe(0);
});

test('one that is there, or is beginning, does not begin again', async () => {
  const { troubles, slow } = await world();
  await troubles.begin('slow', { application: ORDERS });
  await expect(troubles.begin('slow', { application: ORDERS })).rejects.toMatchObject({
    httpStatus: 409,
    message: 'Trouble slow is beginning in orders. Wait until it is done.',
  });
  await expect(troubles.mend('stop', { application: ORDERS })).rejects.toThrow('Trouble slow is beginning in orders.');
  slow.end('well');
  await troubles.whenIdle();
  await expect(troubles.begin('slow', { application: ORDERS })).rejects.toMatchObject({
    httpStatus: 409,
    message: 'Be slow: it is there already in orders. Mend it first.',
  });
});

test('one that fails to begin says why, and can begin or be mended', async () => {
  const { troubles, slow, stateOf } = await world();
  await troubles.begin('slow', { application: ORDERS });
  slow.end('badly');
  await troubles.whenIdle();
  expect(await stateOf('slow')).toMatchObject({ state: 'failed', error: 'it broke', isPossible: true });
  await troubles.mend('slow', { application: ORDERS });
  await troubles.whenIdle();
  expect(await stateOf('slow')).toMatchObject({ state: 'absent', error: null });
});

test('one that is mended twice, or was never there, is no error', async () => {
  const { troubles, deploymentActs } = await world();
  await troubles.mend('rule', {});
  await troubles.whenIdle();
  await troubles.mend('rule', {});
  await troubles.whenIdle();
  expect(deploymentActs.isEnabled).toBe(true);
});

test('a process that comes later sees what an earlier one began, since when, and mends it', async () => {
  const { troubles, open, scene: here, stateOf } = await world();
  await troubles.begin('stop', { application: ORDERS });
  await troubles.whenIdle();
  const { since } = await stateOf('stop');
  const later = open();
  expect(await stateOf('stop', later)).toMatchObject({ state: 'present', since });
  await later.mend('stop', { application: ORDERS });
  await later.whenIdle();
  expect((await here.acts.describe(ORDERS)).ApplicationStatus).toBe('RUNNING');
});

test('what a person mended by hand is absent, and its begin is forgotten', async () => {
  const { troubles, scene: here, stateOf } = await world();
  await troubles.begin('stop', { application: ORDERS });
  await troubles.whenIdle();
  await here.acts.start(ORDERS, 'latest');
  expect(await stateOf('stop')).toMatchObject({ state: 'absent', since: null });
  await here.acts.stop(ORDERS, { force: false });
  expect(await stateOf('stop')).toMatchObject({
    state: 'absent',
    isPossible: false,
    whyNot: "orders is READY, expected RUNNING: it can't be stopped.",
  });
});

test('a rule that somebody else disabled is there without a time, and is mended', async () => {
  const { troubles, deploymentActs, stateOf } = await world();
  deploymentActs.isEnabled = false;
  expect(await stateOf('rule')).toMatchObject({ state: 'present', since: null });
  await troubles.mend('rule', {});
  await troubles.whenIdle();
  expect(deploymentActs.isEnabled).toBe(true);
});

test.each([
  ['nothing', { application: ORDERS }, 404, 'There is no trouble nothing, expected one of slow, stop, rule.'],
  ['slow', {}, 400, 'Be slow: application is missing, expected one of orders (deployment kda-snapshots).'],
  [
    'slow',
    { application: 'other' },
    404,
    'Be slow: application is other, expected one of orders (deployment kda-snapshots).',
  ],
])('%s with %j is refused', async (id, target, httpStatus, message) => {
  const { troubles } = await world();
  await expect(troubles.begin(id, target)).rejects.toMatchObject({ httpStatus, message });
  await expect(troubles.mend(id, target)).rejects.toMatchObject({ httpStatus, message });
});

test('before anything is deployed each trouble says that it can’t be', async () => {
  const troubles = new Troubles([STOP_THE_APPLICATION, DISABLE_THE_RULE], {
    look: async () => ({ scene: undefined, applications: [] }),
  });
  const whyNot = 'Nothing is deployed yet: there is no parameter below /kda-snapshots. Wait for the stacks.';
  expect(await troubles.list()).toMatchObject([
    { id: 'stop', state: 'absent', isPossible: false, whyNot },
    { id: 'rule', state: 'absent', isPossible: false, whyNot },
  ]);
  await expect(troubles.begin('rule', {})).rejects.toThrow(whyNot);
});

test('two begins that are kept at the same time are both kept', async () => {
  const kept = new KeptTroubles(`${folder.path}/kept.json`);
  const since = '2026-11-29T16:00:00.000Z';
  await Promise.all([kept.keep('a', ORDERS, { since }), kept.keep('b', ORDERS, { since }), kept.forget('c', ORDERS)]);
  expect([await kept.of('a', ORDERS), await kept.of('b', ORDERS)]).toEqual([{ since }, { since }]);
});

/** A property that is there before the trouble; the begin keeps what it was, as those of the job do. */
function propertyTrouble(id: string) {
  const seen = { property: 'good', begins: 0 };
  const trouble: Trouble = {
    ...new Slow().trouble,
    id,
    isPresent: async () => seen.property === 'bad',
    begin: async () => {
      seen.begins += 1;
      const before = { property: seen.property };
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.property = 'bad';
      return { since: '2026-11-29T16:00:00Z', before };
    },
    mend: async (_, { memory }) => {
      seen.property = memory?.before?.property ?? 'lost';
    },
  };
  return { seen, trouble };
}

/** Answers of two pages that press at the same moment. */
async function pressedAtOnce(first: () => Promise<void>, second: () => Promise<void>) {
  const answers = [first(), second()].map((answer) =>
    answer.then(
      () => 'done',
      ({ message }: Error) => message,
    ),
  );
  return (await Promise.all(answers)).toSorted();
}

async function twoProperties() {
  const { scene: made } = await scene(folder.path, {});
  const [one, other] = [propertyTrouble('one'), propertyTrouble('other')];
  const look = async () => ({ scene: made, applications: [ORDERS] });
  return { troubles: new Troubles([one.trouble, other.trouble], { look }), seen: one.seen };
}

test.each(['one', 'other'])(
  'of trouble one and trouble %s that two pages begin at once only the first begins',
  async (second) => {
    const { troubles, seen } = await twoProperties();
    const begin = (id: string) => () => troubles.begin(id, { application: ORDERS });
    const refused = 'Trouble one is beginning in orders. Wait until it is done.';
    expect(await pressedAtOnce(begin('one'), begin(second))).toEqual([refused, 'done']);
    await troubles.whenIdle();
    expect(seen.begins).toBe(1);
    await troubles.mend('one', { application: ORDERS });
    await troubles.whenIdle();
    expect(seen.property).toBe('good');
  },
);

test('a trouble that two pages mend at once is mended once, and the other page is told', async () => {
  const { troubles, seen } = await twoProperties();
  await troubles.begin('one', { application: ORDERS });
  await troubles.whenIdle();
  const mend = () => troubles.mend('one', { application: ORDERS });
  const refused = 'Trouble one is mending in orders. Wait until it is done.';
  expect(await pressedAtOnce(mend, mend)).toEqual([refused, 'done']);
  await troubles.whenIdle();
  expect(seen.property).toBe('good');
});

test('a begin that was refused keeps no other act from the application', async () => {
  const { troubles, seen } = await twoProperties();
  seen.property = 'bad';
  await expect(troubles.begin('one', { application: ORDERS })).rejects.toThrow('it is there already in orders');
  await troubles.begin('other', { application: ORDERS });
  await troubles.whenIdle();
});
