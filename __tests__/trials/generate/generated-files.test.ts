import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withGeneratedPart } from '../../../tools/generated-part';
import { GENERATED_FILES } from '../../../trials/generate/generated-files';

const PROJECT = join(__dirname, '../../..');

/** JSON by value: the formatter lays it out in its own way. */
function content(file: string, text: string): unknown {
  return file.endsWith('.json') ? JSON.parse(text) : text;
}

test.each(GENERATED_FILES)('$file is up to date; "npm run generate" writes it', async ({ file, renew }) => {
  const now = readFileSync(join(PROJECT, file), 'utf8');
  expect(content(file, now)).toEqual(content(file, await renew(now)));
});

test('every mark of a generated part is in a file that is generated', () => {
  const marked = GENERATED_FILES.filter(({ file }) => file.endsWith('.md')).map(({ file }) => file);
  const written = marked.filter((file) =>
    readFileSync(join(PROJECT, file), 'utf8').includes('npm run generate writes'),
  );
  expect(written).toEqual(marked);
});

test('a page without its marks is no place to write to', () => {
  const marks = { file: 'docs/page.md', start: '<!-- table -->', end: '<!-- table ends -->' };
  expect(() => withGeneratedPart('# Page', marks, 'text')).toThrow(
    'docs/page.md lacks the lines "<!-- table -->" and "<!-- table ends -->", between which npm run generate writes.',
  );
});
