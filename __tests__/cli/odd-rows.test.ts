import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { auditRow } from '../../cli/audit-rows';
import { showRows } from '../../cli/commands/audit';
import { auditDocument } from '../../cli/documents/audit';
import { historyDocument } from '../../cli/documents/history';
import { environmentStatus } from '../../cli/documents/status';
import { deploymentSafety } from '../../cli/safety/deployment-safety';
import { pastRow } from '../../cli/safety/gather/read-past';
import { statusDocumentOf } from '../../cli/safety/status-document';
import { statusText } from '../../cli/status/status-text';
import { showHistory } from '../../cli/views/history';
import { ACTIONS, AUDIT, OUTCOMES } from '../../lambda-src/contract';
import { applicationOf, deploymentOf, NOW } from './safety/facts-of';

/** Values as a damaged row, the reference system, or a version of next year may hold them. */
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc
    .constantFrom(
      ...['', 'soon', '2026-11-28T03:00:00Z', '2026-11-28T03:00:00.000Z', '9999-12-31T00:00:00Z', '2026-02-31'],
      ...['a "name" with\nlines', '[]', 'ready', 'reason-of-next-year', 'demo.20261128T030000Z', 'proven'],
    )
    .map((S) => ({ S })),
  fc.constantFrom('0', '-1', '1.5', '1e30', '1795834920000', '9007199254740993').map((N) => ({ N })),
  fc.constantFrom<AttributeValue>(
    { BOOL: true },
    { NULL: true },
    { L: [] },
    { L: [{ S: 'x' }, { N: '1' }] },
    { M: {} },
  ),
  fc.constantFrom<AttributeValue>({ SS: ['a'] }, { L: [{ M: { snapshot: { S: 'x' } } }] }),
);

const outcome = fc.constantFrom(...OUTCOMES, ...ACTIONS, 'started', 'taken-by-next-year').map((S) => ({ S }));
const OTHERS = Object.values(AUDIT).filter((name) => name !== AUDIT.application && name !== AUDIT.runId);

const item = fc
  .record(
    {
      [AUDIT.outcome]: fc.oneof({ weight: 4, arbitrary: outcome }, value),
      ...Object.fromEntries(OTHERS.filter((name) => name !== AUDIT.outcome).map((name) => [name, value])),
    },
    { requiredKeys: [] },
  )
  .chain((some) =>
    fc.constantFrom('1795834920000', '1795834320000', '0', '4102444800000').map((N) => ({
      ...some,
      [AUDIT.application]: { S: 'orders' },
      [AUDIT.runId]: { N },
    })),
  );

const inJson = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

test('odd rows break no answer, and every document keeps to its schema', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 4 }), (items) => {
      const rows = items.map(auditRow);
      auditDocument.parse(inJson(rows));
      expect(typeof showRows(rows)).toBe('string');
      const period = { from: new Date(NOW.getTime() - 86_400_000), to: NOW, now: NOW };
      const words = { last: undefined, outcomes: [], isWhole: true };
      const { document } = showHistory({
        ...{ application: 'orders', rows, ...period, ...words },
        ...{ scheduleMinutes: 10, isScheduled: true, objectiveMinutes: 30 },
      });
      historyDocument.parse(inJson(document));
      const past = { value: items.map(pastRow) };
      const safety = deploymentSafety(deploymentOf({ applications: [applicationOf({ past })] }), NOW);
      environmentStatus.parse(inJson(statusDocumentOf(safety)));
      expect(typeof statusText(safety, 'UTC')).toBe('string');
    }),
    { numRuns: 150 },
  );
});
