import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AlarmHistoryItem,
  CloudWatchClient,
  type DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
} from '@aws-sdk/client-cloudwatch';
import { alarmChanges } from '../../../../cli/page/alarms/alarm-changes';
import { alarmOf, byUrgency } from '../../../../cli/page/alarms/alarm-of';
import { alarmRoutes } from '../../../../cli/page/alarms/alarm-routes';
import { runbookPage } from '../../../../cli/page/alarms/runbook';
import type { Alarm, AlarmsReading } from '../../../../cli/page/api/alarms';
import type { PageContext } from '../../../../cli/page/context';
import { Watch } from '../../../../cli/page/watch/watch';
import type { DeployedAlarm } from '../../../../cli/safety/gather/deployed-alarms';

const PREFIX = 'kda-snapshots/';
const SINCE = new Date('2026-11-28T14:00:00Z');

function deployed(name: string, alarm: Partial<DeployedAlarm['alarm']> = {}): DeployedAlarm {
  const id = name.slice(name.lastIndexOf('/') + 1);
  return { alarm: alarm as DeployedAlarm['alarm'], name, id, isComposite: false, isUrgent: false };
}

test('an alarm has its meaning, runbook page and next command from its description, as the stacks write it', () => {
  const alarm = alarmOf(
    deployed(`${PREFIX}orders/snapshot-age`, {
      AlarmDescription:
        'The newest good snapshot is too old.\nIt is an hour. What to do: https://example.com/runbook.md#snapshot-age\nNext: kda why orders',
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed: 1 datapoint.',
      StateTransitionedTimestamp: SINCE,
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:people'],
    }),
    PREFIX,
    [],
  );
  expect(alarm).toEqual({
    ...{ name: `${PREFIX}orders/snapshot-age`, id: 'snapshot-age', application: 'orders' },
    ...{ isComposite: false, isUrgent: false, isWired: true, state: 'ALARM', since: '2026-11-28T14:00:00.000Z' },
    meaning: 'The newest good snapshot is too old.\nIt is an hour.',
    reason: 'Threshold Crossed: 1 datapoint.',
    runbook: 'https://example.com/runbook.md#snapshot-age',
    nextCommand: 'kda why orders',
    notifies: ['arn:aws:sns:us-east-1:000000000000:people'],
    notifiedBy: [],
    isMailedByManager: false,
  });
});

test('an alarm without a topic names the composite that notifies for it, and no other', () => {
  const AlarmActions = ['arn:aws:sns:us-east-1:000000000000:people'];
  const composite = (id: string, AlarmRule: string, actions = AlarmActions) =>
    deployed(`${PREFIX}orders/${id}`, { AlarmRule, AlarmActions: actions } as DeployedAlarm['alarm']);
  const downtime = deployed(`${PREFIX}orders/downtime`);
  const all = [
    downtime,
    composite('needs-a-person', `ALARM("${PREFIX}orders/snapshot-age") OR ALARM("${PREFIX}orders/downtime")`),
    composite('other', `ALARM("${PREFIX}orders/downtime-of-another")`),
    composite('manager-silent', `ALARM("${PREFIX}manager-runs") AND NOT INSUFFICIENT_DATA("${PREFIX}orders/downtime")`),
    composite('silent', `ALARM("${PREFIX}orders/downtime")`, []),
  ];
  expect(alarmOf(downtime, PREFIX, all).notifiedBy).toEqual(['needs-a-person']);
});

test('the catalog says whose news the snapshot manager mails', () => {
  expect(alarmOf(deployed(`${PREFIX}orders/snapshots-failed`), PREFIX, []).isMailedByManager).toBe(true);
  expect(alarmOf(deployed(`${PREFIX}orders/restarts`), PREFIX, []).isMailedByManager).toBe(false);
});

test('an alarm of the deployment has no application, and one that nobody described keeps what it has', () => {
  const byHand = { AlarmDescription: 'By hand', ActionsEnabled: false };
  expect(alarmOf(deployed(`${PREFIX}manager-errors`, byHand), PREFIX, [])).toMatchObject({
    ...{ application: null, meaning: 'By hand', runbook: null, nextCommand: null, isWired: false },
    ...{ state: 'INSUFFICIENT_DATA', since: null, reason: null, notifies: [] },
  });
  expect(alarmOf(deployed(`${PREFIX}x`), PREFIX, []).meaning).toBe('');
});

test('what fires comes first, the urgent before the others', () => {
  const alarm = (name: string, StateValue: Alarm['state'], isUrgent: boolean) =>
    alarmOf({ ...deployed(name, { StateValue }), isUrgent }, PREFIX, []);
  const all = [
    alarm('d', 'OK', false),
    alarm('c', 'OK', true),
    alarm('b', 'ALARM', false),
    alarm('a', 'INSUFFICIENT_DATA', true),
    alarm('e', 'ALARM', true),
  ];
  expect(all.toSorted(byUrgency).map(({ name }) => name)).toEqual(['e', 'b', 'a', 'c', 'd']);
});

/** Client that has these items, in pages. */
function history(items: readonly AlarmHistoryItem[], size = 2): { client: CloudWatchClient; calls: () => number } {
  let calls = 0;
  const send = async ({ input }: { input: { NextToken?: string } }) => {
    calls += 1;
    const from = Number(input.NextToken ?? 0);
    const next = from + size < items.length ? { NextToken: String(from + size) } : {};
    return { AlarmHistoryItems: items.slice(from, from + size), ...next };
  };
  return { client: { send } as unknown as CloudWatchClient, calls: () => calls };
}

test('changes are those of the deployment, newest first, with the reason that CloudWatch kept', async () => {
  const item = (name: string, minutes: number, summary: string, data?: string): AlarmHistoryItem => ({
    ...{ AlarmName: name, Timestamp: new Date(SINCE.getTime() + minutes * 60_000), HistorySummary: summary },
    ...(data === undefined ? {} : { HistoryData: data }),
  });
  const reason = JSON.stringify({ newState: { stateReason: 'Threshold Crossed' } });
  const { client, calls } = history([
    item(`${PREFIX}orders/cpu`, 1, 'Alarm updated from OK to ALARM', reason),
    item('other/orders/cpu', 2, 'Alarm updated from OK to ALARM'),
    item(`${PREFIX}orders/cpu`, 3, 'Alarm updated from ALARM to OK', 'no JSON'),
    item(`${PREFIX}orders/heap`, 4, 'Alarm "heap" created'),
    item(`${PREFIX}orders/heap`, -1, 'Alarm updated from OK to ALARM'),
  ]);
  const { changes, cutAt } = await alarmChanges(client, PREFIX, SINCE);
  expect([changes, cutAt]).toEqual([
    [
      { name: `${PREFIX}orders/cpu`, at: '2026-11-28T14:03:00.000Z', from: 'ALARM', to: 'OK', reason: null },
      {
        name: `${PREFIX}orders/cpu`,
        ...{ at: '2026-11-28T14:01:00.000Z', from: 'OK', to: 'ALARM', reason: 'Threshold Crossed' },
      },
    ],
    undefined,
  ]);
  expect(calls()).toBe(3);
});

test('a history without end is read for five pages, and says since when it has all', async () => {
  const endless = Array.from({ length: 1000 }, (_, index) => ({
    AlarmName: 'other',
    Timestamp: new Date(SINCE.getTime() + (1000 - index) * 60_000),
  }));
  const { client, calls } = history(endless);
  // The tenth of the thousand: pages have two.
  const cutAt = new Date(SINCE.getTime() + 991 * 60_000);
  expect(await alarmChanges(client, PREFIX, SINCE)).toEqual({ changes: [], cutAt });
  expect(calls()).toBe(5);
});

test('of very many changes of its own the deployment shows the newest, and says since when', async () => {
  const own = Array.from({ length: 250 }, (_, index) => ({
    ...{ AlarmName: `${PREFIX}orders/cpu`, Timestamp: new Date(SINCE.getTime() + (250 - index) * 60_000) },
    HistorySummary: 'Alarm updated from OK to ALARM',
  }));
  const { client } = history(own, 250);
  const { changes, cutAt } = await alarmChanges(client, PREFIX, SINCE);
  expect([changes.length, changes.at(-1)?.at]).toEqual([200, cutAt?.toISOString()]);
});

test('changes that were not reached are named, so that an alarm without one is not said to have had none', async () => {
  const items = Array.from({ length: 600 }, (_, index) => ({
    ...{ AlarmName: 'web/cpu', Timestamp: new Date(SINCE.getTime() - index * 10_000) },
    HistorySummary: 'Alarm updated from OK to ALARM',
  }));
  const alarm = { AlarmName: `${PREFIX}orders/snapshot-age`, StateValue: 'ALARM', AlarmActions: ['arn:x'] };
  const send = async (command: DescribeAlarmHistoryCommand | DescribeAlarmsCommand) => {
    if (command instanceof DescribeAlarmsCommand) return { MetricAlarms: [alarm], CompositeAlarms: [] };
    const from = Number(command.input.NextToken ?? 0);
    return { AlarmHistoryItems: items.slice(from, from + 100), NextToken: String(from + 100) };
  };
  const alarms = Object.assign(new CloudWatchClient({ region: 'eu-west-1' }), { send });
  const watch = new Watch({ now: () => new Date(), changed: () => {} });
  const context = { deployment: { alarmNamePrefix: PREFIX }, clients: { alarms }, clock: { now: () => SINCE }, watch };
  const [route] = alarmRoutes(context as unknown as PageContext);
  const read = () => route?.answer({ path: {}, query: new URLSearchParams(), headers: {}, body: undefined });
  watch.looking(1);
  let reading = (await read()) as AlarmsReading;
  for (let look = 0; look < 100 && reading.readAt === null; look += 1) {
    await new Promise((end) => setTimeout(end, 10));
    reading = (await read()) as AlarmsReading;
  }
  watch.close();
  expect(reading.document).toMatchObject({
    changes: [],
    changesSince: '2026-11-28T12:36:50.000Z',
    unread: [
      'The changes of alarms before 2026-11-28T12:36:50.000Z were not read: this account has too many in the last week. The CloudWatch console shows those of one alarm.',
    ],
  });
});

test('the runbook’s page of an alarm ends before the next heading; without a runbook there is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-'));
  const file = join(folder, 'runbook.md');
  const text =
    '# Runbook\n\n### cpu\n\n**Fires.** Above 80 %.\n\n#### Detail\n\n### heap\n\nHeap.\n\n## Other\n\nNo.\n';
  await writeFile(file, text);
  expect(await runbookPage('cpu', file)).toEqual({ id: 'cpu', text: '**Fires.** Above 80 %.\n\n#### Detail' });
  expect(await runbookPage('heap', file)).toEqual({ id: 'heap', text: 'Heap.' });
  expect(await runbookPage('quota', file)).toEqual({ id: 'quota', text: null });
  expect(await runbookPage('cpu', join(folder, 'missing'))).toEqual({ id: 'cpu', text: null });
  await rm(folder, { recursive: true });
});
