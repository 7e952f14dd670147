import { mutatedFiles, systemTestsFor } from '../../../trials/mutations/mutated-files';

const MANAGER = 'lambda-src/snapshot-manager';
const FILES = [
  'lambda-src/contract.ts',
  `${MANAGER}/aws/call-pace.ts`,
  `${MANAGER}/domain/look-back.ts`,
  `${MANAGER}/retention.ts`,
  `${MANAGER}/retention-rules.ts`,
  `${MANAGER}/wait.ts`,
];

test.each([
  [['retention'], [`${MANAGER}/retention-rules.ts`, `${MANAGER}/retention.ts`]],
  [['retention.ts'], [`${MANAGER}/retention.ts`]],
  [
    ['wait', 'domain/'],
    [`${MANAGER}/domain/look-back.ts`, `${MANAGER}/wait.ts`],
  ],
  [['aws'], [`${MANAGER}/aws/call-pace.ts`]],
  [['lambda-src/contract.ts'], ['lambda-src/contract.ts']],
])('%j chooses the files that begin with it', (words, expected) => {
  expect(mutatedFiles(words, FILES)).toEqual(expected);
});

test('without a word the adapters are left out, whose tests are others', () => {
  expect(mutatedFiles([], FILES)).toEqual(FILES.filter((file) => !file.includes('/aws/')));
});

test('a word that fits no file is refused, and not taken for "none"', () => {
  expect(() => mutatedFiles(['retentoin'], FILES)).toThrow('No file below lambda-src begins with "retentoin".');
});

test('system tests judge the adapters only', () => {
  expect(systemTestsFor([`${MANAGER}/wait.ts`])).toEqual([]);
  expect(systemTestsFor([`${MANAGER}/aws/call-pace.ts`]).length).toBeGreaterThan(0);
});
