import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';

/** The class of the new code that has the name of a state among its strings; undefined: none has. */
export type FindName = (name: string) => string | undefined;

/** Folders of large libraries, in which nobody looks for a state of a job. */
const LIBRARY = /^(?:org\/apache\/(?!flink\/)|com\/amazonaws|software\/amazon|io\/netty|scala\/|kotlin\/)/;

/** Finds names of states among the strings of a JAR's classes. The JAR is read with the first question. */
export function nameFinder(jar: string): FindName {
  let classes: (readonly [string, Buffer])[] | undefined;
  const found = new Map<string, string | undefined>();
  return (name) => {
    if (!found.has(name)) {
      classes ??= readClasses(jar);
      const text = Buffer.from(name, 'utf8');
      found.set(name, classes.find(([, bytes]) => bytes.includes(text) && hasString(bytes, text))?.[0]);
    }
    return found.get(name);
  };
}

function readClasses(jar: string): (readonly [string, Buffer])[] {
  const entries = unzipSync(readFileSync(jar), {
    filter: ({ name }) => name.endsWith('.class') && !LIBRARY.test(name),
  });
  return Object.entries(entries).map(([name, bytes]) => [
    name.replace(/\.class$/, '').replaceAll('/', '.'),
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
  ]);
}

/** Tags of a class file's constants ("The Constant Pool" of the JVM's specification). */
const TEXT = 1;
const STRING = 8;
const TWO_SLOTS = [5, 6];
const SIZES: Readonly<Record<number, number>> = {
  ...{ 3: 4, 4: 4, 5: 8, 6: 8, 7: 2, [STRING]: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2 },
};

/** True with a string of just this text. Names of fields are texts as well, and no strings. */
function hasString(file: Buffer, text: Buffer): boolean {
  const count = file.readUInt16BE(8);
  const strings: number[] = [];
  let same: number | undefined;
  let at = 10;
  for (let index = 1; index < count; index++) {
    const tag = file.readUInt8(at);
    if (tag === TEXT) {
      const length = file.readUInt16BE(at + 1);
      if (file.subarray(at + 3, at + 3 + length).equals(text)) same = index;
      at += 3 + length;
      continue;
    }
    const size = SIZES[tag];
    // A class file of a later Java: rather take the name for one of its strings.
    if (size === undefined) return true;
    if (tag === STRING) strings.push(file.readUInt16BE(at + 1));
    if (TWO_SLOTS.includes(tag)) index++;
    at += 1 + size;
  }
  return same !== undefined && strings.includes(same);
}
