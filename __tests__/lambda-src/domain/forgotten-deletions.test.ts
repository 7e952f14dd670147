import { forgottenDeletions } from '../../../lambda-src/snapshot-manager/domain/deletions';

const MADE_AT = new Date('2026-11-23T10:00:00Z');
const OPEN = { deleted: ['a'], deletionReasons: ['a: surplus'], deleting: ['b: surplus'], failedToDelete: ['b'] };
const past = (iso: string, applicationCreatedAt?: Date) => ({ at: new Date(iso), applicationCreatedAt });

test('open deletions of an earlier application are named, and open no more', () => {
  expect(forgottenDeletions(OPEN, past('2026-11-23T09:59:59Z'), MADE_AT)).toEqual({
    deletions: { deleted: ['a'], deletionReasons: ['a: surplus'], deleting: undefined, failedToDelete: ['b'] },
    detail: 'The application was recreated before the result of these deletions was known: b.',
  });
});

test.each([
  ['of the present application, by its time', OPEN, past('2026-11-23T10:00:00Z'), MADE_AT],
  ['of the present application, by its creation', OPEN, past('2026-11-23T09:00:00Z', MADE_AT), MADE_AT],
  ['of an application whose creation is unknown', OPEN, past('2026-11-23T09:00:00Z'), undefined],
  ['that are not open', { ...OPEN, deleting: undefined }, past('2026-11-23T09:00:00Z'), MADE_AT],
])('those %s are left alone', (_, deletions, when, createdAt) => {
  expect(forgottenDeletions(deletions, when, createdAt)).toBeUndefined();
});
