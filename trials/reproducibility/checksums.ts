import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { declareCommand, defineCommand, readArguments, runCommand } from '../../tools/command';
import { archiveEntries } from './archive-entries';
import { copyCheckout } from './copy-checkout';
import { AS_HERE, buildDeployables, checksumLine, copyOwnJars } from './deployables';

const DECLARATION = declareCommand({
  command: 'npm run checksums',
  summary:
    'Prints a SHA-256 for everything that a deployment is made of, built from scratch in a copy of this checkout.',
  details: [
    "Two machines that print the same text deploy the same bytes; where they don't, the entries of JAR and zip say which differ.",
  ],
  options: {},
  examples: [],
});

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kda-checksums-'));
  try {
    const project = resolve(__dirname, '../..');
    copyCheckout(project, folder, { linkModules: true });
    copyOwnJars(project, folder);
    for (const file of await buildDeployables(folder, AS_HERE, (line) => console.error(line))) {
      console.log(checksumLine(file));
      if (!file.name.startsWith('artifact/')) continue;
      for (const { name, sha256 } of archiveEntries(file.bytes)) {
        console.log(checksumLine({ sha256, name: `${file.name}!${name}` }));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void runCommand(
  defineCommand({ declaration: DECLARATION, read: (argv) => readArguments(DECLARATION, argv), run: main }),
);
