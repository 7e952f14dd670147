import { SnapshotApiError } from '../../lambda-src/snapshot-manager/ports';
import { isUndetermined } from '../../tools/undetermined-error';

const ofAws = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const asked = (cause: Error) => new SnapshotApiError('other', 'The request to list failed.', { cause });

test.each<[string, Error]>([
  ['a throttled call', ofAws('ThrottlingException', { $fault: 'client' })],
  ['a throttled table', ofAws('ProvisionedThroughputExceededException', { $fault: 'client' })],
  ['a service that fails', ofAws('InternalServerError', { $fault: 'server' })],
  ['a throttled call of an adapter', asked(ofAws('ThrottlingException', { $fault: 'client' }))],
  ['a missing right', asked(ofAws('AccessDeniedException', { $fault: 'client' }))],
])('%s leaves the answer open', (_, error) => {
  expect(isUndetermined(error)).toBe(true);
});

test('a refusal is an answer', () => {
  expect(isUndetermined(asked(ofAws('ResourceNotFoundException', { $fault: 'client' })))).toBe(false);
  expect(isUndetermined(new Error('Region is missing'))).toBe(false);
});
