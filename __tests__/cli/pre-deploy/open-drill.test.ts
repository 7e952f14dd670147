import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { refuseOthersAtWork, whileNobodyElseWorks } from '../../../cli/pre-deploy/others-at-work';
import { PreDeployError } from '../../../cli/pre-deploy/protect-application';
import { JournalError } from '../../../cli/recovery/journals';
import { DRILL_STEPS } from '../../../lambda-src/snapshot-manager/domain/drill/drill';
import { consented, driveTo, driveToEnd, readDrillOf, runAfterDeath } from '../../lambda-src/fakes/drill-world';
import { FakeWorld } from '../../lambda-src/fakes/fake-world';

// A deployment beside a drill, which has the application stopped, or is about to stop it. The drills are the manager's.

function portsOf(world: FakeWorld, report: (line: string) => void = () => {}) {
  const { clock, drills, flink: api } = world;
  return { api, journal: { read: async () => undefined }, drills, clock, report };
}

/** Message of the refusal; undefined: the deployment may go on. */
async function refusal(world: FakeWorld, application = 'orders'): Promise<string | undefined> {
  try {
    await refuseOthersAtWork(application, portsOf(world));
    return undefined;
  } catch (error) {
    if (!(error instanceof PreDeployError)) throw error;
    return error.message;
  }
}

/** Word of a person that the drill must give way, as `kda` writes it. */
const giveWay = (drill = 'drill-1') => JSON.stringify({ drill, what: 'start', who: 'grace' });

describe('while a drill has the application stopped, or is about to', () => {
  test.each([
    ['is proven', []],
    ['goes back to the snapshot of before', ['STOP-']],
  ])('at every step of one that %s nothing is deployed, and before and after it may be', async (_, crashing) => {
    const world = consented();
    for (const part of crashing) world.recovery.crashing.add(part);
    const seen = new Map<string, Set<boolean>>();
    world.aws.meanwhile = async () => {
      const drill = readDrillOf(world);
      const step = drill?.isEnded ? 'ended' : (drill?.step ?? 'none');
      const refused = (await refusal(world))?.includes(`it is at the step "${step}"`) ?? false;
      seen.set(step, (seen.get(step) ?? new Set()).add(refused));
    };
    await driveToEnd(world);
    await world.drill();
    const steps = DRILL_STEPS.filter((step) => crashing.length > 0 || !/again|before/.test(step));
    const inTheWay = steps.slice(0, steps.indexOf('release'));
    expect([...seen].map(([step, refused]) => [step, ...refused])).toEqual([
      ['none', false],
      ...inTheWay.map((step) => [step, true]),
      ...['release', 'record', 'tell', 'ended'].map((step) => [step, false]),
    ]);
  });

  test('the refusal names the drill, its times and what to do', async () => {
    const world = consented();
    await driveTo(world, 'start');
    expect(await refusal(world)).toBe(
      [
        'Drill drill-1 of orders is under way, so nothing is deployed: ada began it at 2026-11-23T10:20:01.000Z, and it is at the step "start".',
        'Its window ends at 2026-11-23T11:00:00.000Z; to bring orders back after a failure takes longer.',
        'From 2026-11-23T14:20:01.000Z on the manager’s next run finishes it.',
        'Wait until kda history orders --outcome drilled has it, then repeat this.',
        'To start orders without the drill: kda start orders --latest, to which it gives way.',
      ].join(' '),
    );
    await driveTo(world, 'prove');
    expect(await refusal(world)).not.toContain('kda start');
  });

  test('one that began while the snapshot of before the deployment was taken refuses it at the end', async () => {
    const world = consented();
    const said: string[] = [];
    const protect = async () => {
      await driveTo(world, 'stop');
      return 'snapshot';
    };
    await expect(
      whileNobodyElseWorks(
        'orders',
        portsOf(world, (line) => said.push(line)),
        protect,
      ),
    ).rejects.toThrow('Drill drill-1 of orders is under way, so nothing is deployed');
    await driveToEnd(world);
    expect(await whileNobodyElseWorks('orders', portsOf(world), async () => 'snapshot')).toBe('snapshot');
    expect(said).toEqual([]);
  });
});

describe('a drill whose driver is gone', () => {
  test('is refused with what finishes it, as long as it has the application stopped, and no more once a run did', async () => {
    const world = consented();
    await driveTo(world, 'stop');
    for (const hours of [0.2, 30]) {
      world.clock.advance(hours * 3_600_000);
      expect(await refusal(world)).toBe(
        [
          'Drill drill-1 of orders has not ended, so nothing is deployed: ada began it at 2026-11-23T10:20:01.000Z, and it is at the step "stop".',
          'Nobody drives it now. To finish it: kda drill orders --in-place --continue drill-1.',
          'Without that the manager’s next run for orders finishes it.',
          'To start orders without the drill: kda start orders --latest, to which it gives way. Then repeat this.',
        ].join(' '),
      );
    }
    await runAfterDeath(world);
    expect(readDrillOf(world)).toMatchObject({ isEnded: true });
    expect(await refusal(world)).toBeUndefined();
  });

  test('and that its command went on with is refused no more', async () => {
    const world = consented();
    await driveTo(world, 'prove');
    world.clock.advance(600_000);
    expect(await refusal(world)).toContain('kda drill orders --in-place --continue drill-1');
    await driveToEnd(world);
    expect(await refusal(world)).toBeUndefined();
  });

  test('where the application runs, keeps no deployment back for longer than four hours', async () => {
    const world = consented();
    await driveTo(world, 'prove');
    world.clock.advance(600_000);
    expect(await refusal(world)).toContain(
      'Then repeat this. From 2026-11-23T14:20:01.000Z on this is refused no more, if orders is RUNNING.',
    );
    world.clock.advance(4 * 3_600_000);
    expect(await refusal(world)).toBeUndefined();
  });

  test('and that gave way to a person keeps no deployment back, once its last call is over', async () => {
    const world = consented();
    await driveTo(world, 'start');
    world.drills.giveWay = giveWay('another');
    expect(await refusal(world)).toContain('kda start orders');
    world.drills.giveWay = giveWay();
    expect(await refusal(world)).toBeUndefined();
  });

  test('and that died in a call keeps it back for the two minutes in which that call may still arrive', async () => {
    const world = consented();
    await driveTo(world, 'stop');
    world.clock.advance(30_000);
    world.aws.trouble = (call) => (call === 'recovery.startFrom' ? 'kill' : undefined);
    await world.aws.process(() => world.drill());
    world.aws.trouble = () => undefined;
    world.drills.giveWay = giveWay();
    expect(await refusal(world)).toBe(
      'Drill drill-1 of orders is under way, so nothing is deployed: ada began it at 2026-11-23T10:20:01.000Z, and it is at the step "start". It gives way to a start by grace, and its last call may still be on its way. Repeat this in two minutes.',
    );
    world.clock.advance(121_000);
    expect(await refusal(world)).toBeUndefined();
  });
});

describe('no drill keeps a deployment back', () => {
  test('that was refused', async () => {
    const world = consented();
    world.consentToDrills('03:00-03:30');
    expect(await world.drill()).toMatchObject({ state: 'ended', verdict: 'refused' });
    expect(await refusal(world)).toBeUndefined();
  });

  test('of an application that was deleted and created anew', async () => {
    const world = consented();
    await driveTo(world, 'start');
    world.flink.remakeApplication('orders');
    expect(await refusal(world)).toBeUndefined();
  });

  test('of an application that the deployment creates', async () => {
    expect(await refusal(new FakeWorld(), 'orders')).toBeUndefined();
  });
});

describe('where the holds table can’t be read', () => {
  const failing = (error: Error) => ({ read: () => Promise.reject(error) });

  test('the deployment goes on, and it is said', async () => {
    const world = consented();
    const said: string[] = [];
    const journal = failing(new Error('denied'));
    await refuseOthersAtWork('orders', { ...portsOf(world, (line) => said.push(line)), journal });
    expect(said).toEqual([
      'Whether a restore or a drill of orders is under way could not be read: Error: denied. If one is, end this, and deploy afterwards: kda status orders shows the application.',
    ]);
  });

  test('because there is none before the first deployment, nothing is said', async () => {
    const said: string[] = [];
    const journal = failing(new ResourceNotFoundException({ message: 'no table', $metadata: {} }));
    await refuseOthersAtWork('orders', { ...portsOf(consented(), (line) => said.push(line)), journal });
    expect(said).toEqual([]);
  });

  test('because another version of kda restores, nothing is deployed', async () => {
    const journal = failing(new JournalError('Another version of kda plans the restore of orders.'));
    await expect(refuseOthersAtWork('orders', { ...portsOf(consented()), journal })).rejects.toThrow(
      new PreDeployError('Nothing is deployed. Another version of kda plans the restore of orders.'),
    );
  });

  test('but the service does not answer, nothing is deployed', async () => {
    const world = consented();
    world.aws.trouble = () => ({ effects: 0, takesMs: 10, error: new Error('Injected.') as never });
    await expect(refuseOthersAtWork('orders', portsOf(world))).rejects.toThrow();
  });
});
