import { matchesGlob } from '../src/glob';

test.each([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['', '', true],
  ['*', '', true],
  ['*', 'a\nb', true],
  ['a*', 'a', true],
  ['*a', 'aaab', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['**', 'a', true],
  ['a.b', 'axb', false],
  ['a?b', 'axb', false],
  ['module.a["*"].it', 'module.a["b"].it', true],
])('%j fits %j: %s', (pattern, text, expected) => expect(matchesGlob(pattern, text)).toBe(expected));

test('a pattern of many stars compares each of its characters with each of the text’s at most', () => {
  let comparisons = 0;
  const pattern = `${'*a'.repeat(40)}*b`;
  const text = 'a'.repeat(400);
  const fits = (one: string, other: string) => {
    comparisons += 1;
    return one === other;
  };
  expect(matchesGlob(pattern, text, fits)).toBe(false);
  expect(comparisons).toBeLessThanOrEqual(pattern.length * text.length);
});
