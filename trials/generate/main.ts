import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { declareCommand, defineCommand, readArguments, runCommand } from '../../tools/command';
import { run } from '../../tools/processes/run';
import { GENERATED_FILES } from './generated-files';

const PROJECT = join(__dirname, '../..');

async function generate(): Promise<void> {
  for (const { file, renew } of GENERATED_FILES) {
    const path = join(PROJECT, file);
    const now = readFileSync(path, 'utf8');
    writeFileSync(path, await renew(now));
    if (file.endsWith('.json')) await format(file);
    if (readFileSync(path, 'utf8') !== now) console.log(`Changed: ${file}`);
  }
}

/** The formatter lays JSON out in its own way, and `npm run check` wants that. */
async function format(file: string): Promise<void> {
  const biome = require.resolve('@biomejs/biome/bin/biome');
  await run(process.execPath, [biome, 'format', '--write', file], { cwd: PROJECT, environment: process.env });
}

const DECLARATION = declareCommand({
  command: 'npm run generate --',
  summary: 'Writes every generated file anew: the schema of the settings, tables and pages in docs. Needs no network.',
  options: {},
  examples: [{ line: '', summary: 'renew all of them, and name those that changed' }],
});

void runCommand(
  defineCommand({ declaration: DECLARATION, read: (argv) => readArguments(DECLARATION, argv), run: generate }),
);
