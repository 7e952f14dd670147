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
