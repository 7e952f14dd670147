import type { KryoClass } from '../../packages/managed-flink/src/flink-cluster/state-map';

/** Difference of a class that Kryo writes: values would be read as others, and nothing fails. */
export interface KryoDifference {
  /** False: the values are read rightly if a name was changed and nothing else. */
  readonly isCertain: boolean;
  /** One sentence with its full stop. */
  readonly sentence: string;
}

/** Fields that a sentence names of each side. */
const MOST_NAMED = 4;

/** The difference of a class in the old code and the new one; undefined: Kryo reads what it wrote. */
export function kryoDifference(old: KryoClass, now: KryoClass): KryoDifference | undefined {
  if (old.constants && now.constants) return ofConstants(old.name, old.constants, now.constants);
  if (old.fields && now.fields) return ofFields(old.name, old.fields, now.fields);
  return { isCertain: true, sentence: `Kryo writes ${old.name} in another way in the new code.` };
}

/** A constant that is added behind all others changes no place. */
function ofConstants(name: string, old: readonly string[], now: readonly string[]): KryoDifference | undefined {
  const place = old.findIndex((constant, index) => now[index] !== constant);
  const [was = '', is] = [old[place], now[place]];
  if (place < 0) return undefined;
  const reading = is === undefined ? 'has no constant in the new code' : `is ${is} in the new code`;
  return {
    isCertain: is === undefined || old.includes(is) || now.includes(was),
    sentence: `Kryo writes a constant of ${name} as its place, and the place of ${was} ${reading}.`,
  };
}

type Fields = NonNullable<KryoClass['fields']>;

function ofFields(name: string, old: Fields, now: Fields): KryoDifference | undefined {
  const places = Math.max(old.length, now.length);
  const differing = Array.from({ length: places }, (_, index) => index).filter(
    (index) => old[index]?.name !== now[index]?.name || typeOf(old[index]) !== typeOf(now[index]),
  );
  const first = differing[0];
  if (first === undefined) return undefined;
  const hasName = (fields: Fields, field: Fields[number] | undefined) =>
    fields.some((each) => each.name === field?.name);
  const isRenaming = differing.every(
    (index) => typeOf(old[index]) === typeOf(now[index]) && !hasName(now, old[index]) && !hasName(old, now[index]),
  );
  const isWidening = differing.every(
    (index) => old[index]?.name === now[index]?.name && areOpen(old[index], now[index]),
  );
  return {
    isCertain: !isRenaming && !isWidening,
    sentence: `Kryo writes the fields of ${name} without names, in the order of the alphabet: what the old code wrote as ${named(old, first)}, the new code reads as ${named(now, first)}.`,
  };
}

/** Kryo writes the class of a value beside it where the field's class is not final. */
function areOpen(old: Fields[number] | undefined, now: Fields[number] | undefined): boolean {
  return old?.isFinal === false && now?.isFinal === false;
}

function typeOf(field: Fields[number] | undefined): string {
  return field ? `${field.isFinal ? 'final ' : ''}${field.type}` : '';
}

/** `alpha (long), beta (long)`. */
function named(fields: Fields, from: number): string {
  const rest = fields.slice(from).map(({ name, type }) => `${name} (${type.split('.').at(-1)})`);
  if (rest.length === 0) return 'nothing';
  return `${rest.slice(0, MOST_NAMED).join(', ')}${rest.length > MOST_NAMED ? ' …' : ''}`;
}
