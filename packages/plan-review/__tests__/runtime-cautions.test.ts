import { ENVIRONMENT } from '../../../lambda-src/contract';
import { destroy, reviewOf, unchanged } from './plan-of';

const MANAGER = {
  runtime: 'nodejs22.x',
  environment: [{ variables: { [ENVIRONMENT.retention]: '{}', [ENVIRONMENT.snapshotNamePrefix]: 'kda-' } }],
};
const SOON = { today: '2027-02-01' };

function cautions(...input: Parameters<typeof reviewOf>): string[] {
  return reviewOf(...input).cautions.map(({ text }) => text);
}

test('a snapshot manager whose runtime ends soon is named, also where the plan leaves it as it is', () => {
  expect(cautions([unchanged('aws_lambda_function', MANAGER)], SOON)).toEqual([
    'AWS ends its support of the function’s runtime nodejs22.x on 2027-04-30. Set snapshots.functionRuntime to "nodejs24.x" and provider.version to ">= 6.20, < 7.0".',
  ]);
});

test.each([
  ['long before', [unchanged('aws_lambda_function', MANAGER)], { today: '2026-11-28' }],
  ['a newer runtime', [unchanged('aws_lambda_function', { ...MANAGER, runtime: 'nodejs24.x' })], SOON],
  ['somebody else’s function', [unchanged('aws_lambda_function', { runtime: 'nodejs22.x' })], SOON],
])('nothing is said of %s', (_, changes, parts) => expect(cautions(changes, parts)).toEqual([]));

test('nothing is said of a function that goes', () => {
  const texts = cautions([destroy('aws_lambda_function', MANAGER)], SOON);
  expect(texts.filter((text) => text.includes('runtime'))).toEqual([]);
});
