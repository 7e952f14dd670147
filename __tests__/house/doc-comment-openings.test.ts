import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { settingsSchema } from '../../config/schema/settings';

const PROJECT = resolve(__dirname, '..', '..');
const LEFT_OUT = /^(\.|node_modules$|cdktf\.out$|target$|coverage$)/;

/** Openings of a sentence that can't be read without its neighbours. */
const RIDDLES = /^(Of|So|By|What|Whose)\b/;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.test(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** Doc comments of a source text, each in one line. */
function docComments(text: string): string[] {
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, comment = '']) =>
    comment
      .replace(/^\s*\*/gm, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

function descriptions(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'description' && typeof value === 'string' ? [value] : descriptions(value),
  );
}

test('a doc comment begins with the noun or verb of its thing', () => {
  const found = sources(PROJECT).flatMap((file) =>
    docComments(readFileSync(file, 'utf8'))
      .filter((comment) => RIDDLES.test(comment))
      .map((comment) => `${relative(PROJECT, file)}: ${comment}`),
  );
  expect(found).toEqual([]);
});

test('so does the description of a setting', () => {
  const all = descriptions(z.toJSONSchema(settingsSchema, { io: 'input' }));
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter((description) => RIDDLES.test(description))).toEqual([]);
});

// Composed, so that the check does not find its own examples.
const START = '/' + '**';

test.each([
  [`${START} Of one application. */`, 'Of one application.'],
  [`${START}\n * What a run\n * does.\n */`, 'What a run does.'],
])('the comment in %j is found', (text, comment) => {
  expect(docComments(text)).toEqual([comment]);
  expect(RIDDLES.test(comment)).toBe(true);
});
