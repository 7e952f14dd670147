import { EVENT_SOURCE } from '../../lambda-src/contract';
import { DETAIL_SCHEMA } from '../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { DETAIL_TYPES, eventKey } from '../../lambda-src/snapshot-manager/domain/events/outcome-event';
import { faultsOf } from '../../lambda-src/snapshot-manager/domain/events/schema-faults';
import { rulePatterns, sampleEvent } from './events-page';

test('the event that the page shows is one that the manager could send', () => {
  const { source, detail, ...sample } = sampleEvent();
  expect(source).toBe(EVENT_SOURCE);
  expect(faultsOf(DETAIL_SCHEMA, detail)).toEqual([]);
  expect(sample['detail-type']).toBe(DETAIL_TYPES.failed);
  expect(detail.id).toBe(eventKey(String(detail.application), Number(detail.runId), 'failed'));
});

test('the patterns that the page shows name the source, and fields and values of the schema only', () => {
  const patterns = rulePatterns().map((pattern) => JSON.parse(pattern));
  expect(patterns.map(({ source }) => source)).toEqual([[EVENT_SOURCE], [EVENT_SOURCE]]);
  for (const { detail } of patterns) {
    for (const field of Object.keys(detail)) expect(DETAIL_SCHEMA.properties?.[field]).toBeDefined();
  }
  for (const outcome of patterns[0].detail.outcome) expect(Object.keys(DETAIL_TYPES)).toContain(outcome);
});
