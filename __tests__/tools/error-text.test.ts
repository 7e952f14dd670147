import { ResourceNotFoundException } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagerError } from '../../cli/manager';
import { errorText } from '../../tools/error-text';

test.each([
  [
    'an expected failure',
    new ManagerError('This deployment does not manage ordres.'),
    'This deployment does not manage ordres.',
  ],
  ['an error of Node', new Error('ENOENT: no such file or directory'), 'ENOENT: no such file or directory'],
  [
    'an error of AWS',
    new ResourceNotFoundException({ message: 'Application nosuch not found', $metadata: {} }),
    'ResourceNotFoundException: Application nosuch not found',
  ],
])('%s is its sentence', (_, error, text) => {
  expect(errorText(error)).toBe(text);
});

test.each([new TypeError('x is undefined'), new RangeError('too deep'), 'no error at all'])(
  'a bug keeps its stack: %s',
  (bug) => {
    expect(errorText(bug)).toBe(bug);
  },
);
