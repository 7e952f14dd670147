import type { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { eventOfAction, sendActionEvent } from '../../../cli/recovery/action-event';
import type { ActionRow } from '../../../cli/recovery/action-row';
import { type ActionRecorder, recordAction } from '../../../cli/recovery/record-action';
import { deploymentOf } from '../../../config/model/deployment';
import { ACTIONS } from '../../../lambda-src/contract';
import { DETAIL_SCHEMA } from '../../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { FakeEventBus } from '../../lambda-src/fakes/fake-event-bus';
import { settingsWith } from '../../settings-with';

const ROW: ActionRow = {
  application: 'orders',
  action: 'restored',
  who: 'ada',
  why: 'corrupt since 14:00',
  startedAt: new Date('2026-11-28T14:03:00Z'),
  endedAt: new Date('2026-11-28T14:03:41Z'),
  message: 'It runs from good, proven.',
  restoredFrom: { name: 'good', createdAt: new Date('2026-11-28T13:50:00Z'), applicationVersion: 3 },
  rpoSeconds: 780.4,
  rtoSeconds: 41,
  verdict: 'proven',
  proof: ['Every task is RUNNING.'],
};
const deployment = deploymentOf(settingsWith({ name: 'demo', notifications: { eventBus: 'ops' } }));

test('a restore is an event with who, why, from what, RPO, RTO and verdict', () => {
  expect(eventOfAction(ROW, 1795874580000, 'demo')).toEqual({
    detailType: 'Application Restored',
    at: ROW.endedAt,
    detail: {
      version: 1,
      id: 'orders/1795874580000/restored',
      deployment: 'demo',
      application: 'orders',
      outcome: 'restored',
      runId: 1795874580000,
      message: 'It runs from good, proven.',
      startedAt: '2026-11-28T14:03:00.000Z',
      endedAt: '2026-11-28T14:03:41.000Z',
      who: 'ada',
      requestReason: 'corrupt since 14:00',
      snapshot: { name: 'good', createdAt: '2026-11-28T13:50:00.000Z', applicationVersion: 3 },
      rpoSeconds: 780,
      rtoSeconds: 41,
      verdict: 'proven',
    },
  });
});

test.each(ACTIONS)('%s is an event as the schema says, with little and with much to tell', async (action) => {
  const published = z.fromJSONSchema(JSON.parse(JSON.stringify(DETAIL_SCHEMA)));
  const { restoredFrom: _, rpoSeconds: __, rtoSeconds: ___, verdict: ____, ...little } = ROW;
  const much: ActionRow = {
    ...ROW,
    message: 'x'.repeat(5_000),
    rpoSeconds: -3,
    snapshot: { name: 'before' },
    code: { version: 4, key: 'applications/orders.jar' },
    commit: 'abc123',
  };
  const bus = new FakeEventBus();
  for (const row of [little, much]) expect(await sendActionEvent(bus, { ...row, action }, 1, 'demo')).toBeUndefined();
  expect(bus.accepted.map(({ detail }) => published.safeParse(detail).success)).toEqual([true, true]);
  expect(bus.accepted[1]?.detail).toMatchObject({ codeVersion: 4, commit: 'abc123', snapshot: { name: 'before' } });
});

describe('a bus', () => {
  const recorderWith = (send: (command: PutItemCommand) => Promise<unknown>, bus: FakeEventBus): ActionRecorder => ({
    region: 'eu-west-1',
    deployment,
    audit: { dynamo: { send } as never, auditTable: 'audit', auditRetentionDays: 30 },
    eventBus: bus,
  });
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
    jest.spyOn(console, 'error').mockImplementation((line: string) => void warnings.push(line));
  });
  afterEach(() => jest.restoreAllMocks());

  test('gets the event once the row and the mark of what it proves are there', async () => {
    const bus = new FakeEventBus();
    const order: string[] = [];
    bus.refuses = () => void order.push('event') as undefined;
    const end = await recordAction(
      recorderWith(async ({ input }) => void order.push(input.TableName === 'audit' ? 'row' : 'mark'), bus),
      ROW,
    );
    expect(end).toEqual({ said: 'The audit table has a row about it.' });
    expect(order).toEqual(['row', 'mark', 'event']);
    expect(bus.ids()).toEqual([`orders/${ROW.startedAt.getTime()}/restored`]);
    expect(warnings).toEqual([]);
  });

  test('that fails once gets it in the second attempt', async () => {
    const bus = new FakeEventBus();
    let refusals = 1;
    bus.refuses = () => (refusals-- > 0 ? 'InternalFailure' : undefined);
    await recordAction(
      recorderWith(async () => ({}), bus),
      ROW,
    );
    expect(bus.ids()).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['refuses it', () => 'NotAuthorizedForSourceException: no'],
    [
      'refuses the call',
      () => {
        throw new Error('User ada is not authorized to perform: events:PutEvents');
      },
    ],
  ])('that %s is one sentence on stderr, and the action is recorded', async (_, refuses) => {
    const bus = new FakeEventBus();
    bus.refuses = refuses;
    const end = await recordAction(
      recorderWith(async () => ({}), bus),
      ROW,
    );
    expect(end).toEqual({ said: 'The audit table has a row about it.' });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Warning: no event about it was put on the event bus ops, which takes the right events:PutEvents \(.+(no|events:PutEvents)\); the audit table has the row\.$/,
      ),
    ]);
  });
});
