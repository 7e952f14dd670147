import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRehearse } from '../../../cli/commands/rehearse';
import { runRehearse } from '../../../cli/rehearse/run-rehearse';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('run-rehearse');

test.each([
  ['a folder that is missing', 'missing/comment.md'],
  ['a folder', '.'],
])('%s is refused as the place of the comment before anything is started', async (_, place) => {
  const jar = join(folder.path, 'job.jar');
  writeFileSync(jar, 'no JAR');
  const asked = parseRehearse(['--from', jar, '--to', jar, '--markdown', join(folder.path, place)]);
  await expect(runRehearse(asked)).rejects.toThrow(/^--markdown .* can't be written, expected a file in a folder/);
});
