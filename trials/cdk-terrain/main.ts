import { resolve } from 'node:path';
import { declareCommand, defineCommand, readArguments, runCommand } from '../../tools/command';
import { table } from '../../tools/text-table';
import { checkCdktn, type VariantResult } from './check-cdktn';

const DECLARATION = declareCommand({
  command: 'npm run check-cdktn',
  summary: 'Synthesizes the stacks by CDK Terrain beside ours, and shows what differs, and why.',
  options: {},
  examples: [],
  exitCodes: '0 done; 1 a difference is unexplained, or an expected one is not there; 2 wrong usage.',
});

async function main(): Promise<void> {
  const results = await checkCdktn(resolve(__dirname, '../..'), (line) => console.error(line));
  for (const result of results) console.log(`${rendered(result).join('\n')}\n`);
  const wrong = results.some(
    ({ differences, unseen }) => unseen.length > 0 || differences.some(({ reason }) => !reason),
  );
  process.exitCode = wrong ? 1 : 0;
}

function rendered({ variant, renamed, differences, unseen }: VariantResult): string[] {
  const packages = Object.entries(variant.packages).map((entry) => entry.join('@'));
  const rows = new Map<string, { readonly row: readonly string[]; files: number }>();
  for (const { path, ours, theirs, reason = 'UNEXPLAINED' } of differences) {
    const row = [path, ours, theirs, reason];
    const known = rows.get(row.join());
    if (known) known.files += 1;
    else rows.set(row.join(), { row, files: 1 });
  }
  return [
    `${variant.id}: ${variant.what} (${packages.join(', ')})`,
    `  imports renamed: ${renamed.lines} lines in ${renamed.files} files; types checked`,
    ...table(
      ['files', 'where', 'cdktf', 'cdktn', 'why'],
      [...rows.values()].map(({ row, files }) => [String(files), ...row]),
    ),
    ...unseen.map(
      ({ file, path }) => `  expected, but not there: ${path} in ${file}; take it out of EXPECTED_DIFFERENCES`,
    ),
  ];
}

void runCommand(
  defineCommand({ declaration: DECLARATION, read: (argv) => readArguments(DECLARATION, argv), run: main }),
);
