import { ApplicationStatus } from '@aws-sdk/client-kinesis-analytics-v2';
import {
  APPLICATION_STATUSES,
  statusAdvice,
  statusFacts,
} from '../../../lambda-src/snapshot-manager/domain/application-status';

test('every status of the service’s model is in the table, and no other', () => {
  expect(Object.keys(APPLICATION_STATUSES).sort()).toEqual(Object.values(ApplicationStatus).sort());
});

test('only RUNNING processes, only READY is stopped, all else passes by itself', () => {
  const kinds = Object.entries(APPLICATION_STATUSES).filter(([, { kind }]) => kind !== 'passing');
  expect(kinds.map(([status, { kind }]) => `${status} ${kind}`)).toEqual(['RUNNING running', 'READY stopped']);
});

test('a status that this version does not know passes too, and is not taken for a property of every object', () => {
  for (const status of ['EXPORTING', 'constructor', '']) expect(statusFacts(status).kind).toBe('passing');
});

test.each(Object.keys(APPLICATION_STATUSES).filter((status) => status !== 'READY'))(
  'nobody is told to start an application at once that is %s',
  (status) => {
    expect(statusAdvice('orders', status, false)).not.toMatch(/Otherwise start it[:.]/);
  },
);

test('advice names the application in its commands', () => {
  for (const status of [...Object.keys(APPLICATION_STATUSES), 'EXPORTING']) {
    for (const hasLasted of [false, true]) {
      const advice = statusAdvice('orders', status, hasLasted);
      expect(advice).toMatch(/^[A-Z].*\.$/);
      expect(advice).not.toContain('NAME');
    }
  }
});
