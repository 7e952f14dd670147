import { ManagerError, ManagerMissingError } from '../../../cli/manager';
import { type ProtectOptions, protectApplication } from '../../../cli/pre-deploy/protect-application';
import { type SuspectNames, suspectSnapshots } from '../../../cli/pre-deploy/suspect-snapshots';
import type { ApplicationState } from '../../../lambda-src/snapshot-manager/domain/application-state';
import { statusAdvice } from '../../../lambda-src/snapshot-manager/domain/application-status';
import { FakeClock } from '../../lambda-src/fakes/fake-clock';
import { FakeManagedFlink } from '../../lambda-src/fakes/fake-managed-flink';

const NOW = Date.parse('2026-11-23T10:20:00Z');
const OPTIONS: ProtectOptions = {
  allowStateLoss: false,
  noSnapshotBecause: undefined,
  snapshotsEnabledByDeployment: true,
  waitSeconds: 60,
  isLeftAsItIs: false,
};

const NO_SUSPECTS: SuspectNames = { names: new Set() };

function world(facts?: Partial<ApplicationState>, suspects: SuspectNames = NO_SUSPECTS) {
  const clock = new FakeClock(NOW);
  const flink = new FakeManagedFlink(clock);
  if (facts) {
    flink.addApplication('orders', facts);
    flink.addSnapshot('orders', 'older', new Date(NOW - 7_200_000));
    flink.addSnapshot('orders', 'newest', new Date(NOW - 3_600_000));
    flink.addSnapshot('orders', 'broken', new Date(NOW - 60_000), 'FAILED');
  }
  const lines: string[] = [];
  const takeSnapshot = async (application: string) => {
    flink.addSnapshot(application, 'fresh', clock.now());
    return { name: 'fresh', takenBy: 'snapshot manager' } as const;
  };
  const protect = (options: Partial<ProtectOptions> = {}) =>
    protectApplication(
      'orders',
      { ...OPTIONS, ...options },
      { api: flink, clock, takeSnapshot, suspects: async () => suspects, report: (line) => lines.push(line) },
    );
  return { clock, flink, lines, protect };
}

test('an application that is missing needs nothing', async () => {
  expect(await world().protect()).toEqual({
    application: 'orders',
    status: 'absent',
    restart: { kind: 'nothing-to-restart' },
    says: ['orders does not exist yet: this deployment creates it, stopped.'],
  });
});

test('a running one gets a fresh snapshot, and an update goes on from the one it takes itself', async () => {
  const { protect, lines } = world({});

  expect(await protect()).toEqual({
    application: 'orders',
    status: 'RUNNING',
    restart: { kind: 'snapshot-of-the-update' },
    freshSnapshot: { name: 'fresh', takenBy: 'snapshot manager' },
    says: [
      'orders is RUNNING; snapshot fresh was just taken by the snapshot manager and is READY.',
      'It is not on hold, so the retention decides how long it stays. To keep it: npx kda hold orders fresh --why "before deployment".',
      'It has 3 READY snapshots; a restore can go back to 2026-11-23T08:20:00.000Z.',
      'An update that restarts it first takes a snapshot of its own (UPDATEAPPLICATION-…) and continues from that. The newest one until then is fresh of 2026-11-23T10:20:00.010Z.',
    ],
  });
  expect(lines).toEqual(['Taking a snapshot of orders …']);
});

test('a fresh snapshot on hold says until when, and how the hold ends earlier', async () => {
  const { clock, flink } = world({});
  const takeSnapshot = async () => ({
    name: 'newest',
    takenBy: 'snapshot manager' as const,
    heldUntil: new Date('2026-11-30T10:20:00Z'),
  });

  const { says } = await protectApplication('orders', OPTIONS, {
    api: flink,
    clock,
    takeSnapshot,
    suspects: async () => NO_SUSPECTS,
    report: () => {},
  });
  expect(says[1]).toBe(
    'It is on hold until 2026-11-30T10:20:00.000Z; npx kda release orders newest --holder pre-deploy ends that earlier.',
  );
});

test('without a snapshot on request, for the reason given', async () => {
  const { flink, protect } = world({});

  const { freshSnapshot, says } = await protect({ noSnapshotBecause: 'the state is worthless' });
  expect(freshSnapshot).toBeUndefined();
  expect(says[0]).toBe('orders is RUNNING; no snapshot was taken (the state is worthless).');
  expect(flink.listed('orders').map(({ name }) => name)).not.toContain('fresh');
});

test.each([
  ['RUNNING', true],
  ['RUNNING', false],
  ['UPDATING', true],
])(
  'one that the plan leaves as it is needs no snapshot: %s, snapshots enabled %s',
  async (status, snapshotsEnabled) => {
    const { clock, flink, protect } = world({ status, snapshotsEnabled });

    expect(await protect({ isLeftAsItIs: true })).toEqual({
      application: 'orders',
      status,
      restart: { kind: 'nothing-to-restart' },
      says: [`orders is ${status}, and the plan does not change it: nothing restarts it, so no snapshot is needed.`],
    });
    expect(flink.listed('orders').map(({ name }) => name)).not.toContain('fresh');
    expect(clock.now().getTime() - NOW).toBeLessThan(1_000); // nothing was waited for
  },
);

test('one that the plan leaves as it is, and that does not exist, is told like any other', async () => {
  expect((await world().protect({ isLeftAsItIs: true })).status).toBe('absent');
});

test('a running one with snapshots switched off stops the deployment, and says what would be lost', async () => {
  await expect(world({ snapshotsEnabled: false }).protect()).rejects.toThrow(
    'orders is RUNNING, and its snapshots are switched off: an update restarts it without the state since newest of 2026-11-23T09:20:00.000Z. Stop it at a time when that is no loss, and deploy with application.snapshotsEnabled true, or repeat this with --allow-state-loss (in GitHub Actions: run the workflow deploy by hand, with its input allow-state-loss).',
  );
  await expect(world({}).protect({ snapshotsEnabledByDeployment: false })).rejects.toThrow(
    'would be switched off by this deployment (application.snapshotsEnabled is false)',
  );
});

test('with the loss accepted it goes on, and back to the newest READY snapshot', async () => {
  expect(await world({ snapshotsEnabled: false }).protect({ allowStateLoss: true })).toEqual({
    application: 'orders',
    status: 'RUNNING',
    restart: { kind: 'snapshot', name: 'newest', createdAt: new Date(NOW - 3_600_000) },
    says: [
      'orders is RUNNING; no snapshot was taken.',
      'It has 2 READY snapshots; a restore can go back to 2026-11-23T08:20:00.000Z.',
      'Its snapshots are switched off: an update that restarts it returns to newest of 2026-11-23T09:20:00.000Z.',
    ],
  });
  const { freshSnapshot, restart } = await world({}).protect({
    snapshotsEnabledByDeployment: false,
    allowStateLoss: true,
  });
  expect([freshSnapshot?.name, restart]).toEqual(['fresh', expect.objectContaining({ name: 'fresh' })]);
});

test('a stopped one is not started, and goes on from the newest READY snapshot', async () => {
  const { flink, protect } = world({ status: 'READY' });

  expect(await protect()).toEqual({
    application: 'orders',
    status: 'READY',
    restart: { kind: 'snapshot', name: 'newest', createdAt: new Date(NOW - 3_600_000) },
    says: [
      'orders is READY, that is stopped: an update changes it and does not start it.',
      'npx kda start orders continues from newest of 2026-11-23T09:20:00.000Z.',
    ],
  });
  expect(flink.calls.some((call) => call.startsWith('createSnapshot'))).toBe(false);
});

test('a stopped one without a snapshot begins empty', async () => {
  const { flink, protect } = world({ status: 'READY' });
  for (const name of ['older', 'newest']) flink.removeSnapshot('orders', name);

  const { restart, says } = await protect();
  expect(restart).toEqual({ kind: 'empty' });
  expect(says[1]).toBe('It has no READY snapshot: npx kda start orders begins with an empty state.');
});

test.each<[ApplicationState['restoresFrom'], string[]]>([
  [{ kind: 'latest' }, []],
  [{ kind: 'snapshot', name: 'newest' }, []],
  [
    { kind: 'snapshot', name: 'older' },
    ['Its run configuration names older: a start without a restore point returns to that one.'],
  ],
  [{ kind: 'none' }, ['Its run configuration restores nothing: a start without a restore point begins empty.']],
])('a run configuration of %j is told where it differs from the newest', async (restoresFrom, told) => {
  const { says } = await world({ status: 'READY', restoresFrom }).protect();

  expect(says.slice(2)).toEqual(told);
});

test.each<[ApplicationState['restoresFrom'], string[]]>([
  [{ kind: 'latest' }, []],
  [{ kind: 'none' }, []],
  [
    { kind: 'snapshot', name: 'older' },
    ['It was started from older; a stop forgets that, and a start without a restore point takes the newest one.'],
  ],
])(
  'of a RUNNING application a run configuration of %j promises nothing for after a stop',
  async (restoresFrom, told) => {
    const { says } = await world({ status: 'RUNNING', restoresFrom }).protect();

    expect(says.filter((each) => /started from|run configuration/.test(each))).toEqual(told);
  },
);

test('a status that passes is waited for', async () => {
  const { clock, flink, lines, protect } = world({ status: 'UPDATING' });
  clock.in(20_000, () => flink.changeApplication('orders', { status: 'RUNNING' }));

  expect((await protect()).status).toBe('RUNNING');
  expect(lines[0]).toBe('orders is UPDATING; waiting until it is RUNNING or READY …');
  expect(lines).toHaveLength(2);
});

test.each(['AUTOSCALING', 'UPDATING', 'ROLLING_BACK', 'EXPORTING'])(
  'a status %s that does not pass stops the deployment, with the advice for one that lasts',
  async (status) => {
    const { flink, protect } = world({ status });

    await expect(protect()).rejects.toThrow(
      `orders is still ${status} after 60 s, expected RUNNING or READY: Terraform's provider would fail with "unexpected state". ${statusAdvice('orders', status, true)} Repeat this`,
    );
    expect(flink.calls.some((call) => call.startsWith('createSnapshot'))).toBe(false);
  },
);

test('a service that does not answer stops the deployment', async () => {
  const { flink, protect } = world({});
  flink.fail('describeApplication', 'other');

  await expect(protect()).rejects.toThrow('Injected: describeApplication answered other.');
});

test('an application with enhanced snapshots that runs is not deployed before somebody took one by hand', async () => {
  const { flink, protect } = world({ snapshotMode: 'ENHANCED_SNAPSHOTS' });
  await expect(protect()).rejects.toThrow(
    'Take one by hand: aws kinesisanalyticsv2 create-snapshot --application-name orders --snapshot-name NAME.',
  );
  expect(await protect({ noSnapshotBecause: 'took one by hand' })).toMatchObject({
    restart: { kind: 'unknown' },
    says: [
      expect.stringContaining('took one by hand'),
      'This version cannot read which snapshot its next start restores. Before you start it, check: aws kinesisanalyticsv2 list-snapshots.',
    ],
  });
  expect(flink.calls.filter((call) => !call.startsWith('describeApplication'))).toEqual([]);
});

test('a stopped application with enhanced snapshots goes on, with a word about them', async () => {
  const { protect } = world({ status: 'READY', snapshotMode: 'ENHANCED_SNAPSHOTS' });
  expect(await protect()).toMatchObject({ status: 'READY', restart: { kind: 'unknown' } });
});

describe('suspect snapshots', () => {
  const suspect = (...names: string[]) => ({ names: new Set(names) });

  test('are passed over by what a stopped application is started from', async () => {
    const { restart, says } = await world({ status: 'READY' }, suspect('newest')).protect();

    expect(restart).toMatchObject({ kind: 'snapshot', name: 'older' });
    expect(says).toContain(
      'The newer newest of 2026-11-23T09:20:00.000Z is suspect: it is passed over here, but a start from "latest" in the console or by the API would use it.',
    );
  });

  test('that are all there is leave nothing to start from', async () => {
    const { restart, says } = await world({ status: 'READY' }, suspect('newest', 'older')).protect();

    expect(restart).toEqual({ kind: 'empty' });
    expect(says[1]).toContain('It has no READY snapshot that is not suspect: ');
  });

  test('count in no way back of a running one', async () => {
    const { says } = await world({}, suspect('older')).protect();

    expect(says).toContain('It has 2 READY snapshots; a restore can go back to 2026-11-23T09:20:00.000Z.');
  });

  test('that can’t be read are reported, and the deployment goes on', async () => {
    const { protect, lines } = world({ status: 'READY' }, { names: new Set(), problem: 'They could not be read.' });

    expect((await protect()).restart).toMatchObject({ name: 'newest' });
    expect(lines).toEqual(['They could not be read.']);
  });

  test.each<[string, () => Promise<unknown>, SuspectNames]>([
    ['no function', () => Promise.reject(new ManagerMissingError('none')), NO_SUSPECTS],
    ['one that refuses', () => Promise.reject(new ManagerError('It does not manage orders.', true)), NO_SUSPECTS],
    ['one older than marks', () => Promise.reject(new ManagerError('The action is "marks".', true)), NO_SUSPECTS],
    [
      'one that fails',
      () => Promise.reject(new Error('no answer')),
      {
        names: new Set(),
        problem: 'Which snapshots of orders are suspect could not be read, so none is passed over: Error: no answer',
      },
    ],
    [
      'one that answers',
      async () => [
        {
          application: 'orders',
          suspects: [{ snapshotName: 'newest', who: 'ada', why: 'corrupt', markedAt: '2026-11-23T10:00:00Z' }],
          freezes: [],
        },
      ],
      suspect('newest'),
    ],
  ])('of %s', async (_, ask, expected) => {
    expect(await suspectSnapshots('orders', ask)).toEqual(expected);
  });
});
