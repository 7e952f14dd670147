import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { timelineOf } from '../../../../cli/page/timeline/timeline-document';
import { timelineRow } from '../../../../cli/page/timeline/timeline-row';
import { ACTIONS, AUDIT, OUTCOMES } from '../../../../lambda-src/contract';

const NOW = new Date('2026-11-28T03:02:00Z');

const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc
    .constantFrom('', 'soon', '2026-11-28T03:00:00Z', '9999-12-31T00:00:00Z', '2026-02-31', 'READY', 'proven', 'demo.x')
    .map((S) => ({ S })),
  fc.constantFrom('0', '-1', '1.5', '1e30', '1795834920000').map((N) => ({ N })),
  fc.constantFrom<AttributeValue>({ BOOL: true }, { NULL: true }, { L: [{ S: 'x' }] }, { M: {} }),
);
const outcome = fc.constantFrom(...OUTCOMES, ...ACTIONS, 'started', '__proto__', 'of-next-year').map((S) => ({ S }));
const OTHERS = Object.values(AUDIT).filter((name) => name !== AUDIT.application && name !== AUDIT.runId);

const item = fc
  .record(
    {
      ...Object.fromEntries(OTHERS.map((name) => [name, value])),
      [AUDIT.outcome]: fc.oneof({ weight: 4, arbitrary: outcome }, value),
    },
    { requiredKeys: [] },
  )
  .chain((some) =>
    fc.constantFrom('1795834920000', '1795834320000', '0', '4102444800000', 'x').map((N) => ({
      ...some,
      [AUDIT.application]: { S: 'orders' },
      [AUDIT.runId]: { N },
    })),
  );

test('odd rows break no line, and each line is whole: columns of one length, in order, and nothing that is no number', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), fc.boolean(), (items, isWhole) => {
      const settings = { objectiveMinutes: 30, isScheduled: true, schedule: 'rate(10 minutes)' };
      const facts = { application: 'orders', now: NOW, isWhole, ...settings, unread: [] };
      const snapshot = { name: 'demo.x', status: 'READY', createdAt: NOW, applicationVersion: 1 };
      const snapshots = [{ ...snapshot, runtimeEnvironment: undefined }];
      const { document } = timelineOf({ ...facts, snapshots, rows: items.map(timelineRow) }, 'month');
      const { at, word, origin, flags } = document.points;
      expect([word.length, origin.length, flags.length]).toEqual([at.length, at.length, at.length]);
      expect(at.toSorted((one, other) => one - other)).toEqual(at);
      expect([...at, ...word, ...origin, ...flags].every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(
        true,
      );
      // JSON has no word for what is no number: it would arrive as null.
      expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    }),
    { numRuns: 300 },
  );
});
