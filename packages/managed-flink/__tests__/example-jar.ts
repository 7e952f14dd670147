import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';

const CLASSES = join(__dirname, '../launcher/target/test-classes');

/** A JAR of the example jobs that are compiled with the launcher (its src/test): AWS's form, `main` in the manifest. */
export function exampleJar(mainClass: string): Buffer {
  if (!existsSync(CLASSES)) throw new Error(`${CLASSES} is missing. Build it first: npm run build`);
  const jar: Zippable = {
    'META-INF/MANIFEST.MF': strToU8(`Manifest-Version: 1.0\r\nMain-Class: kda.examples.${mainClass}\r\n\r\n`),
  };
  for (const entry of readdirSync(CLASSES, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) jar[relative(CLASSES, file).split(sep).join('/')] = readFileSync(file);
  }
  return Buffer.from(zipSync(jar));
}
