import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restartedApplications } from '../../cli/verify/run-verify';
import { UsageError } from '../../tools/command';
import { readJsonArgument } from '../../tools/json-argument';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder('json-argument');

test('a file that is missing is told as missing, with what is expected', () => {
  expect(() => readJsonArgument('--properties', 'none.json', 'property groups')).toThrow(
    new UsageError('--properties none.json does not exist, expected property groups.'),
  );
});

test.each([
  ['{"a": ', /^--properties .* can't be read as JSON \(.*\), expected property groups\.$/],
  [undefined, /can't be read as JSON \(.*EISDIR.*\), expected property groups\.$/],
])('%j is no JSON, with the reason', (text, message) => {
  const file = text === undefined ? folder.path : join(folder.path, 'text.json');
  if (text !== undefined) writeFileSync(file, text);
  expect(() => readJsonArgument('--properties', file, 'property groups')).toThrow(message);
});

test('a pre-deploy document that is missing or another one is wrong usage, and says nothing about the deployment', () => {
  const file = join(folder.path, 'other.json');
  writeFileSync(file, '{}');
  expect(() => restartedApplications('none.json')).toThrow(
    new UsageError('--after none.json does not exist, expected the document of kda pre-deploy --json.'),
  );
  expect(() => restartedApplications(file)).toThrow(
    new UsageError(`--after ${file} has another form, expected the document of kda pre-deploy --json.`),
  );
});
