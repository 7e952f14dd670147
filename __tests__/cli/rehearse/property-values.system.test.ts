import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseRehearse } from '../../../cli/commands/rehearse';
import { runRehearse } from '../../../cli/rehearse/run-rehearse';
import { temporaryFolder } from '../../temporary-folder';

const DEMO = resolve(__dirname, '../../../flink-demo/target/user-service.jar');
const folder = temporaryFolder('property-values');

jest.setTimeout(120_000);

test('a main() that fails over a property gives its name to the comment on a pull request, and not its value', async () => {
  const [properties, markdown] = [join(folder.path, 'properties.json'), join(folder.path, 'comment.md')];
  writeFileSync(properties, JSON.stringify({ FlinkApplicationProperties: { generateUsersTimer: 's3cret-value' } }));
  const { document, text, exitCode } = await runRehearse(
    parseRehearse(['--from', DEMO, '--to', DEMO, '--properties', properties, '--markdown', markdown]),
  );
  const all = [JSON.stringify(document), text, readFileSync(markdown, 'utf8')].join('\n');
  expect(exitCode).toBe(3);
  expect(text).toMatch(/its main\(\) failed: .*<FlinkApplicationProperties\.generateUsersTimer>/);
  expect(all).not.toContain('s3cret-value');
});

test('a warning stands once: beside the verdict', async () => {
  const said: string[] = [];
  const talk = jest.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
  const { text = '' } = await runRehearse(parseRehearse(['--from', DEMO, '--to', DEMO])).finally(() =>
    talk.mockRestore(),
  );
  const all = [...said, text].join('\n').split('\n');
  expect(all.filter((line) => line.includes('property groups, and none'))).toEqual([
    'Warning: The code reads property groups, and none are given: --properties FILE names them.',
  ]);
  expect(text).toContain('Warning: The code reads property groups');
});
