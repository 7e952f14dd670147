import { readDrills } from '../../../cli/safety/gather/read-past';
import type { DrillVerdict } from '../../../lambda-src/contract';
import { recordToItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { deployment, NAME, startWorld, type WorldOfViews } from '../views/world-of-views';

const NOW = new Date('2026-11-28T03:02:00Z');
const DAY = 1440;
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

let world: WorldOfViews;

beforeAll(async () => {
  world = await startWorld();
  for (let run = 1; run <= 100; run += 1) await world.putRow(recordToItem(rowOf(run * 200), 30));
  await world.putRow(recordToItem(drillOf(7 * DAY + 1, 'refused'), 30));
  await world.putRow(recordToItem(drillOf(10 * DAY + 1, 'not-proven'), 30));
}, 60_000);

afterAll(() => world.close());

function rowOf(minutes: number): RunRecord {
  const at = ago(minutes);
  return {
    ...{ application: NAME, runId: at.getTime(), eventId: `e${minutes}`, eventTime: at, startedAt: at, deadlineAt: at },
    ...{ endedAt: at, deleted: [], failedToDelete: [], kept: [], state: 'taken' },
  };
}

function drillOf(minutes: number, verdict: DrillVerdict): RunRecord {
  const drill = { who: 'the drill schedule of demo', verdict, proof: [] };
  return { ...rowOf(minutes), state: 'drilled', message: `It was ${verdict}.`, drill };
}

async function found(before: number, after?: number) {
  const audit = { client: world.dynamo, table: deployment.auditTable };
  const bounds = { before: ago(before), after: after === undefined ? undefined : ago(after), mostPages: 3 };
  const { rows, searchedSince } = await readDrills(audit, NAME, bounds);
  return [searchedSince?.toISOString(), ...rows.map(({ verdict, who, message }) => `${verdict} ${who}: ${message}`)];
}

test('drills of weeks ago are found among the runs, the newest first', async () => {
  const refused = 'refused the drill schedule of demo: It was refused.';
  const failed = 'not-proven the drill schedule of demo: It was not-proven.';
  expect(await found(DAY)).toEqual([undefined, refused, failed]);
  expect(await found(DAY, 8 * DAY)).toEqual(['2026-11-20T03:02:00.000Z', refused]);
  expect(await found(8 * DAY)).toEqual([undefined, failed]);
  expect(await found(2 * DAY, DAY)).toEqual(['2026-11-26T03:02:00.000Z']);
});
