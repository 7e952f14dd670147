import { historyDocument } from '../../../cli/documents/history';
import { writeActionRow } from '../../../cli/recovery/action-row';
import { showHistory } from '../../../cli/views/history';
import { type HistoryRequest, readHistory } from '../../../cli/views/read-history';
import { recordToItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { deployment, NAME, startWorld, type WorldOfViews } from './world-of-views';

const NOW = new Date('2026-11-28T03:02:00Z');
const RUNS = 700;
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

let world: WorldOfViews;

beforeAll(async () => {
  world = await startWorld();
  // More than a page of the table, and no snapshot in the last two hours.
  for (let run = 1; run <= RUNS; run += 1) await world.putRow(recordToItem(recordOf(run), 30));
  const { dynamo } = world;
  await writeActionRow(dynamo, deployment.auditTable, 30, {
    ...{ application: NAME, action: 'restored', who: 'ada', why: 'corrupt', startedAt: ago(65), endedAt: ago(64) },
    restoredFrom: { name: 'demo.20261128T000200Z', createdAt: ago(180), applicationVersion: 1 },
    ...{ message: 'It runs.', verdict: 'proven', rpoSeconds: 6900, rtoSeconds: 41 },
  });
}, 60_000);

afterAll(() => world.close());

function recordOf(run: number): RunRecord {
  const at = ago(10 * run);
  return {
    ...{ application: NAME, runId: at.getTime(), eventId: `e${run}`, eventTime: at, startedAt: at, deadlineAt: at },
    ...{ endedAt: at, deleted: [], failedToDelete: [], kept: [] },
    ...(run <= 12 ? { state: 'failed', message: 'The checkpoint was declined.' } : { state: 'taken' }),
  };
}

async function historyOf(request: Partial<HistoryRequest> = {}) {
  const asked = { application: NAME, from: undefined, to: undefined, last: undefined, outcomes: [], ...request };
  const history = await readHistory(asked, deployment, world.dynamo, NOW);
  return historyDocument.parse(JSON.parse(JSON.stringify(showHistory(history).document)));
}

test('the last 20 rows with their messages, the strip of a day, and its gap', async () => {
  const { rows, strip, gaps, from } = await historyOf();
  expect(rows).toHaveLength(20);
  expect(rows[0]).toMatchObject({ outcome: 'failed', message: 'The checkpoint was declined.' });
  expect(rows[6]).toMatchObject({
    ...{ outcome: 'restored', who: 'ada', requestReason: 'corrupt', restoredFrom: 'demo.20261128T000200Z' },
    ...{ verdict: 'proven', rpoSeconds: 6900, rtoSeconds: 41 },
  });
  expect(from).toBe('2026-11-27T03:02:00.000Z');
  expect(strip.text).toBe(`${'='.repeat(66)}XXRXXX`);
  expect(gaps).toEqual([
    { from: ago(130).toISOString(), to: NOW.toISOString(), seconds: 7800, outcomes: { failed: 12, restored: 1 } },
  ]);
});

test('a period of long ago is read to its end and begin', async () => {
  const { rows, gaps } = await historyOf({ from: ago(6600), to: ago(6000) });
  expect(rows.map(({ time }) => time)).toEqual(Array.from({ length: 61 }, (_, n) => ago(6000 + 10 * n).toISOString()));
  expect(gaps).toEqual([]);
});

test('rows with one word are found behind many others', async () => {
  const { rows } = await historyOf({ outcomes: ['restored'], last: 1 });
  expect(rows.map(({ outcome }) => outcome)).toEqual(['restored']);
  expect((await historyOf({ outcomes: ['taken'], last: 650 })).rows).toHaveLength(650);
});

test('a table that does not exist is a deployment that is not there', async () => {
  const elsewhere = { ...deployment, auditTable: 'no-such-table' };
  const asked = { application: NAME, from: undefined, to: undefined, last: undefined, outcomes: [] };
  await expect(readHistory(asked, elsewhere, world.dynamo, NOW)).rejects.toThrow(
    'Region us-east-1 has no table no-such-table: the deployment is not there.',
  );
});
