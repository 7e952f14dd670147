import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readAuditRows } from '../../../cli/audit-rows';
import type { ActionRow } from '../../../cli/recovery/action-row';
import { keptActions } from '../../../cli/recovery/kept-actions';
import { type ActionRecorder, recordAction, recordKeptActions } from '../../../cli/recovery/record-action';
import { FakeEventBus } from '../../lambda-src/fakes/fake-event-bus';
import { deployment, NAME, startWorld, type WorldOfViews } from '../views/world-of-views';

// An audit table that can't be reached for a while: no action is lost.

const CREATED = new Date('2026-01-01T00:00:00.123Z');
const bus = new FakeEventBus();
let world: WorldOfViews;
let reached: ActionRecorder;
let unreached: ActionRecorder;

beforeAll(async () => {
  world = await startWorld();
  const { auditTable, auditRetentionDays } = deployment;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const nobody = { endpoint: 'http://127.0.0.1:1', region: 'us-east-1', maxAttempts: 1, credentials };
  const shared = { region: 'us-east-1', deployment, eventBus: bus };
  reached = { ...shared, audit: { dynamo: world.dynamo, auditTable, auditRetentionDays } };
  unreached = { ...shared, audit: { dynamo: new DynamoDBClient(nobody), auditTable, auditRetentionDays } };
}, 60_000);

afterAll(() => world.close());

const folder = () => join(process.env.XDG_STATE_HOME ?? '', 'kda-snapshots/us-east-1/unrecorded');

function row(minute: number, change: Partial<ActionRow> = {}): ActionRow {
  const startedAt = new Date(Date.UTC(2026, 10, 28, 14, minute));
  return {
    application: NAME,
    applicationCreatedAt: CREATED,
    action: 'restored',
    who: 'ada',
    why: 'corrupt',
    startedAt,
    endedAt: new Date(startedAt.getTime() + 41_000),
    message: 'It runs from good, proven.',
    restoredFrom: { name: 'good', createdAt: new Date('2026-11-28T13:50:00Z'), applicationVersion: 3 },
    rtoSeconds: 41,
    ...change,
  };
}

test('an action that could not be recorded is told, and this machine keeps it', async () => {
  expect(await recordAction(unreached, row(3))).toEqual({
    said: expect.stringMatching(
      /^Not recorded yet\. The audit table \S+ can’t be written: .+ECONNREFUSED.+ \/\S+\/unrecorded\/app-0001\.\d+\.restored\.json keeps it\. The next kda command that reaches the audit table records it\.$/,
    ),
    isLeftOut: true,
  });
  // Where no deployment is known, too; and recorded again it is one row.
  await recordAction({ ...unreached, audit: undefined }, row(1, { action: 'stopped', restoredFrom: undefined }));
  await recordAction(unreached, row(3));
  expect(readdirSync(folder())).toHaveLength(2);
  // An event follows its row.
  expect(bus.ids()).toEqual([]);
});

test('while the table stays away, nothing is forgotten', async () => {
  expect(await recordKeptActions(unreached, NAME, CREATED)).toBeUndefined();
  expect(readdirSync(folder())).toHaveLength(2);
});

test('another application of the same name gets none of them', async () => {
  expect(await recordKeptActions(reached, NAME, new Date('2026-05-01T00:00:00Z'))).toBeUndefined();
  expect(await recordKeptActions(reached, 'orders', CREATED)).toBeUndefined();
  expect(readdirSync(folder())).toHaveLength(2);
});

test('the next command that reaches the table records them, each at its time, and says so', async () => {
  writeFileSync(join(folder(), `${NAME}.1.restored.json`), '{"half of a r');
  expect(await recordKeptActions(reached, NAME, CREATED)).toBe(
    'Recorded now in the audit table, as it could not be at its time: app-0001 stopped of 2026-11-28T14:01:00.000Z, restored of 2026-11-28T14:03:00.000Z.',
  );
  const rows = await readAuditRows(world.dynamo, deployment.auditTable, NAME, 10);
  expect(rows.map(({ outcome, time, restoredFrom }) => [outcome, time.toISOString(), restoredFrom])).toEqual([
    ['restored', '2026-11-28T14:03:00.000Z', 'good'],
    ['stopped', '2026-11-28T14:01:00.000Z', undefined],
  ]);
  expect(bus.accepted.map(({ detail: { outcome, endedAt } }) => [outcome, endedAt])).toEqual([
    ['stopped', '2026-11-28T14:01:41.000Z'],
    ['restored', '2026-11-28T14:03:41.000Z'],
  ]);
  expect(await recordKeptActions(reached, NAME, CREATED)).toBeUndefined();
  expect(readdirSync(folder())).toEqual([`${NAME}.1.restored.json`]);
});

test('a damaged file keeps no command from its tables', async () => {
  writeFileSync(
    join(folder(), `${NAME}.1.stopped.json`),
    JSON.stringify({ application: NAME, applicationCreatedAt: CREATED }),
  );
  expect(keptActions('us-east-1', NAME, CREATED)).toEqual([]);
});
