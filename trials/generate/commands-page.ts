import { z } from 'zod';
import { ENTRIES, type Entry, nameOf } from '../../cli/program';
import { usageOf } from '../../tools/command-line';
import { withGeneratedPart } from '../../tools/generated-part';
import { withPart } from './document-part';

const HELP = {
  file: 'help',
  start: '# commands: npm run generate writes what follows',
  end: '# commands end',
};

/**
 * Updates the list of commands in the page.
 *
 * @throws Error when its marks are missing.
 */
export function withCommands(document: string): string {
  return withPart(document, 'docs/commands.md', 'commands', ENTRIES.map(section).join('\n'));
}

function section(entry: Entry): string {
  const { declaration, schema } = entry.command;
  return [
    `## ${nameOf(entry)}`,
    '',
    ...(entry.needs === 'checkout' ? ['Needs a checkout of the project.', ''] : []),
    '```',
    usageOf(declaration),
    '```',
    '',
    ...(schema ? [`[Schema of the JSON](commands.schema.json): \`$defs\`, \`${nameOf(entry)}\`.`, ''] : []),
  ].join('\n');
}

/** JSON schema of what each command prints with `--json`, under the command's name. */
export async function documentSchemas(): Promise<string> {
  const schemas: Record<string, unknown> = {};
  for (const entry of ENTRIES) {
    const schema = await entry.command.schema?.();
    if (schema) schemas[nameOf(entry)] = z.toJSONSchema(schema, { io: 'input' });
  }
  return JSON.stringify({ title: 'Documents that kda prints with --json', $defs: schemas }, undefined, 1);
}

/**
 * Updates the list of commands in `help`.
 *
 * @throws Error when its marks are missing.
 */
export function withCommandList(script: string): string {
  const width = Math.max(...ENTRIES.map((entry) => nameOf(entry).length));
  const lines = [...grouped()].flatMap(([group, entries]) => [
    `${group}:`,
    ...entries.map((entry) => `  kda ${nameOf(entry).padEnd(width)}  ${firstSentence(entry)}`),
    '',
  ]);
  return withGeneratedPart(script, HELP, ["cat <<'TEXT'", ...lines.slice(0, -1), 'TEXT'].join('\n'));
}

function grouped(): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of ENTRIES) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return groups;
}

/** The summary up to its first full stop or colon. */
function firstSentence({ command }: Entry): string {
  return /^[^.:]*/.exec(command.declaration.summary)?.[0] ?? '';
}
