import { z } from 'zod';
import { DETAIL_SCHEMA } from '../../../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { faultsOf } from '../../../../lambda-src/snapshot-manager/domain/events/schema-faults';

const VALID = {
  version: 1,
  id: 'orders/1795429200123/taken',
  deployment: 'demo',
  application: 'orders',
  outcome: 'taken',
  runId: 1795429200123,
  message: 'It is READY.',
  startedAt: '2026-11-23T10:20:01.500Z',
  endedAt: '2026-11-23T10:20:03Z',
  snapshot: { name: 'demo.20261123T102000Z', durationMs: 1_500 },
};
const { message: _, ...WITHOUT_MESSAGE } = VALID;

const WRONG: readonly [string, unknown, string][] = [
  ['a missing field', WITHOUT_MESSAGE, 'detail.message is missing'],
  ['another version', { ...VALID, version: 2 }, 'detail.version is 2, not 1'],
  ['an unknown outcome', { ...VALID, outcome: 'gone' }, 'detail.outcome is "gone", not one of its values'],
  ['a number as text', { ...VALID, runId: '1' }, 'detail.runId is no whole number'],
  ['a fraction', { ...VALID, runId: 1.5 }, 'detail.runId is no whole number'],
  ['a negative count', { ...VALID, rpoSeconds: -1 }, 'detail.rpoSeconds is -1, below 0'],
  ['an empty text', { ...VALID, reason: '' }, 'detail.reason is empty'],
  [
    'a long text',
    { ...VALID, message: 'x'.repeat(2_001) },
    'detail.message has 2001 characters, at most 2000 are allowed',
  ],
  ['a list as text', { ...VALID, who: ['ada'] }, 'detail.who is no text'],
  [
    'a time without zone',
    { ...VALID, endedAt: '2026-11-23T10:20' },
    'detail.endedAt is "2026-11-23T10:20", no time in UTC',
  ],
  [
    'no such day',
    { ...VALID, endedAt: '2026-13-41T10:20:00Z' },
    'detail.endedAt is "2026-13-41T10:20:00Z", no time in UTC',
  ],
  ['a list as object', { ...VALID, snapshot: [] }, 'detail.snapshot is no object'],
  ['an object without its name', { ...VALID, snapshot: {} }, 'detail.snapshot.name is missing'],
  ['no object at all', null, 'detail is no object'],
];

test('a valid detail has no faults', () => {
  expect(faultsOf(DETAIL_SCHEMA, VALID)).toEqual([]);
  expect(z.fromJSONSchema(JSON.parse(JSON.stringify(DETAIL_SCHEMA))).safeParse(VALID).success).toBe(true);
});

test.each(WRONG)('%s is named, and another reader of the same schema refuses it too', (_, value, fault) => {
  expect(faultsOf(DETAIL_SCHEMA, value)).toEqual([fault]);
  expect(z.fromJSONSchema(JSON.parse(JSON.stringify(DETAIL_SCHEMA))).safeParse(value).success).toBe(false);
});

test('a field that is not in the schema is a fault of the sender; readers must accept it', () => {
  const later = { ...VALID, later: true };
  expect(faultsOf(DETAIL_SCHEMA, later)).toEqual(['detail.later is not in the schema']);
  expect(z.fromJSONSchema(JSON.parse(JSON.stringify(DETAIL_SCHEMA))).safeParse(later).success).toBe(true);
});
