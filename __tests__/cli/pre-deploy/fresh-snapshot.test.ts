import { parseRelease } from '../../../cli/commands/release';
import { type ManagerResult, type PlacedHold, takeFreshSnapshot } from '../../../cli/pre-deploy/fresh-snapshot';
import { protectApplication } from '../../../cli/pre-deploy/protect-application';
import type { SnapshotStatus } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { isOwnName } from '../../../lambda-src/snapshot-manager/domain/snapshot-name';
import { FakeClock } from '../../lambda-src/fakes/fake-clock';
import { FakeManagedFlink } from '../../lambda-src/fakes/fake-managed-flink';

const NO_MANAGER: ManagerResult = { kind: 'not-its-concern', because: 'There is no function kda-manager yet.' };

function world(askManager: () => Promise<ManagerResult>, holdDays = 0, holdError?: Error) {
  const clock = new FakeClock(Date.parse('2026-11-23T10:20:00Z'));
  const flink = new FakeManagedFlink(clock);
  flink.addApplication('orders');
  const lines: string[] = [];
  const holds: string[] = [];
  const hold = async (application: string, snapshot: string, { who, until }: PlacedHold) => {
    if (holdError) throw holdError;
    holds.push(`${application} ${snapshot} ${until.toISOString()} ${who}`);
  };
  const holdInTable = async (application: string, snapshot: string, placed: PlacedHold) => {
    await hold(application, snapshot, placed);
    holds.push('by the table');
  };
  const take = () =>
    takeFreshSnapshot(
      'orders',
      { ownPrefix: 'kda.', requestId: 'deploy-42', waitSeconds: 60, holdMs: holdDays * 86_400_000 },
      { askManager, hold, holdInTable, api: flink, clock, report: (line) => lines.push(line) },
    );
  return { clock, flink, lines, take, holds };
}

test('the manager’s snapshot is taken for the fresh one, and none is made beside it', async () => {
  const { flink, take } = world(async () => ({
    kind: 'answered',
    state: 'taken',
    snapshotName: 'kda.20261123T102000Z.deploy-42',
    message: 'READY',
  }));

  expect(await take()).toEqual({ name: 'kda.20261123T102000Z.deploy-42', takenBy: 'snapshot manager' });
  expect(flink.calls).toEqual([]);
});

const TAKEN: ManagerResult = { kind: 'answered', state: 'taken', snapshotName: 'kda.a', message: 'READY' };

test('the manager’s snapshot is held for as many days as asked for', async () => {
  const { holds, take } = world(async () => TAKEN, 7);

  expect(await take()).toEqual({
    name: 'kda.a',
    takenBy: 'snapshot manager',
    heldUntil: new Date('2026-11-30T10:20:00Z'),
  });
  expect(holds).toEqual(['orders kda.a 2026-11-30T10:20:00.000Z pre-deploy']);
});

test('the command that the deployment prints releases the very hold that was placed', async () => {
  const { clock, flink, holds, take } = world(async () => {
    flink.addSnapshot('orders', 'kda.a', clock.now());
    return TAKEN;
  }, 7);
  const { says, freshSnapshot } = await protectApplication(
    'orders',
    {
      allowStateLoss: false,
      noSnapshotBecause: undefined,
      snapshotsEnabledByDeployment: true,
      isLeftAsItIs: false,
      waitSeconds: 60,
    },
    { api: flink, clock, takeSnapshot: take, suspects: async () => ({ names: new Set() }), report: () => {} },
  );
  const [, printed = ''] = /npx kda release (.+) ends that earlier\./.exec(says.join('\n')) ?? [];
  const { application, snapshot, holder } = parseRelease(printed.split(' '), 'ada').request;

  expect(holds).toEqual([`${application} ${snapshot} ${freshSnapshot?.heldUntil?.toISOString()} ${holder}`]);
});

test('a hold that fails is reported, and the deployment goes on with its snapshot', async () => {
  const { lines, take } = world(async () => TAKEN, 7, new Error('The table does not answer.'));

  expect(await take()).toEqual({ name: 'kda.a', takenBy: 'snapshot manager' });
  expect(lines).toEqual([
    'Snapshot kda.a could not be put on hold, so the retention decides how long it stays: The table does not answer.',
  ]);
});

test.each(['skipped', 'late', 'failed'])('a manager that ends with "%s" stops the deployment', async (state) => {
  const { flink, take } = world(async () => ({ kind: 'answered', state, message: 'It said why.' }));

  await expect(take()).rejects.toThrow(
    `There is no fresh snapshot of orders, so nothing is deployed. The snapshot manager ended with "${state}": It said why. To deploy nevertheless: --no-snapshot "why" (in GitHub Actions: run the workflow deploy by hand, with its input no-snapshot).`,
  );
  expect(flink.calls).toEqual([]);
});

test('a manager that fails stops the deployment: it is not gone round', async () => {
  const { flink, take } = world(() => Promise.reject(new Error('Task timed out after 300.00 seconds')));

  await expect(take()).rejects.toThrow('The snapshot manager failed: Task timed out after 300.00 seconds');
  expect(flink.calls).toEqual([]);
});

test('where there is no manager the service is asked, under a name that the retention owns', async () => {
  const { flink, lines, take } = world(async () => NO_MANAGER);

  const { name, takenBy } = await take();
  expect([name, takenBy]).toEqual(['kda.20261123T102000Z.deploy-42', 'this command']);
  expect(isOwnName(name, 'kda.')).toBe(true);
  expect(flink.snapshotsOf('orders')).toEqual([`${name} READY`]);
  expect(lines).toEqual(['There is no function kda-manager yet. This command takes the snapshot.']);
});

test.each<[SnapshotStatus, number, string]>([
  ['FAILED', 2_000, 'ended FAILED; check the application’s log for failed checkpoints.'],
  ['READY', 90_000, 'is still CREATING after 60 s; increase --wait-seconds.'],
])('one that becomes %s after %i ms is none', async (endsAs, durationMs, said) => {
  const { flink, take } = world(async () => NO_MANAGER);
  flink.snapshotEndsAs = endsAs;
  flink.snapshotDurationMs = durationMs;

  await expect(take()).rejects.toThrow(`Snapshot kda.20261123T102000Z.deploy-42 ${said}`);
});

test('one that the service refuses stops the deployment', async () => {
  const { flink, take } = world(async () => NO_MANAGER);
  flink.quota = 0;

  await expect(take()).rejects.toThrow('the quota is reached');
});

test('without a manager the hold is placed in the table, and where there is none that is said', async () => {
  const { holds, take } = world(async () => NO_MANAGER, 7);
  expect(await take()).toMatchObject({ takenBy: 'this command', heldUntil: expect.any(Date) });
  expect(holds.at(-1)).toBe('by the table');

  const without = world(async () => NO_MANAGER, 7, new Error('There is no table.'));
  expect(await without.take()).not.toHaveProperty('heldUntil');
  expect(without.lines.at(-1)).toBe(
    'Snapshot kda.20261123T102000Z.deploy-42 could not be put on hold, so the retention decides how long it stays: There is no table.',
  );
});
