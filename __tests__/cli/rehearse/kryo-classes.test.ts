import { kryoDifference } from '../../../cli/rehearse/kryo-classes';

const enumOf = (...constants: string[]) => ({ name: 'shop.Kind', constants });
const box = (...fields: string[]) => ({
  name: 'shop.Box',
  fields: fields.map((field) => {
    const [name = '', type = 'long'] = field.split(' ');
    return { name, type, isFinal: type === 'long' || type === 'int' };
  }),
});
const isCertain = (difference: ReturnType<typeof kryoDifference>) => difference?.isCertain;

test.each([
  ['the same constants', ['GOOD', 'BAD'], ['GOOD', 'BAD'], undefined],
  ['a constant behind all others', ['GOOD', 'BAD'], ['GOOD', 'BAD', 'NEW'], undefined],
  ['a constant before others', ['GOOD', 'BAD'], ['NEW', 'GOOD', 'BAD'], true],
  ['other places', ['GOOD', 'BAD'], ['BAD', 'GOOD'], true],
  ['a constant that is gone', ['GOOD', 'BAD'], ['GOOD'], true],
  ['another name at one place, which may be the same constant', ['GOOD', 'BAD'], ['FINE', 'BAD'], false],
])('of an enum: %s', (_, old, now, certain) => {
  expect(isCertain(kryoDifference(enumOf(...old), enumOf(...now)))).toBe(certain);
});

test.each([
  ['the same fields', ['alpha', 'beta'], ['alpha', 'beta'], undefined],
  ['one more field', ['alpha', 'beta'], ['alpha', 'beta', 'gamma'], true],
  ['one field less', ['alpha', 'beta'], ['beta'], true],
  ['another type', ['alpha', 'beta'], ['alpha int', 'beta'], true],
  ['a field that moves to another place', ['alpha', 'beta'], ['beta', 'zeta'], true],
  ['another name at one place, which may be the same field', ['alpha', 'beta'], ['aleph', 'beta'], false],
  ['a class that is not final, with its interface', ['list java.util.ArrayList'], ['list java.util.List'], false],
])('of a class: %s', (_, old, now, certain) => {
  expect(isCertain(kryoDifference(box(...old), box(...now)))).toBe(certain);
});

test('the sentence names what was written and what is read in its place', () => {
  expect(kryoDifference(box('alpha', 'beta'), box('beta', 'zeta'))?.sentence).toBe(
    'Kryo writes the fields of shop.Box without names, in the order of the alphabet: what the old code wrote as alpha (long), beta (long), the new code reads as beta (long), zeta (long).',
  );
  expect(kryoDifference(enumOf('GOOD', 'BAD'), enumOf('NEW', 'GOOD', 'BAD'))?.sentence).toBe(
    'Kryo writes a constant of shop.Kind as its place, and the place of GOOD is NEW in the new code.',
  );
});
