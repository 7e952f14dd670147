/** Columns by which the rest of a folded line is indented, beyond the line itself. */
const HANGING = 4;

/**
 * Lines that are no longer than `columns`, as a narrow terminal with manners would show them. Consecutive lines that are
 * too long and have a gap at the same column (a table) are cut there, so that their columns stay below each other;
 * others between two words.
 */
export function foldLines(lines: readonly string[], columns: number): string[] {
  return blocksOf(lines, columns).flatMap((block) => foldBlock(block, columns));
}

/** A typed line that a shell reads as one: each part but the last ends with a backslash. */
export function foldTyped(line: string, columns: number): string[] {
  const [first = '', ...rest] = foldWords(line, columns - 2, 2);
  return [first, ...rest].map((part, at) => (at < rest.length ? `${part} \\` : part));
}

/** Lines that fit alone, and those that do not in groups. */
function blocksOf(lines: readonly string[], columns: number): string[][] {
  const blocks: string[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const isLong = line.length > columns;
    if (isLong && last !== undefined && (last[0] ?? '').length > columns) last.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function foldBlock(block: readonly string[], columns: number): string[] {
  const [first, ...others] = block;
  if (first === undefined) return [];
  if (first.length <= columns) return [...block];
  // A table, and perhaps sentences below it.
  for (let rows = block.length; rows > 1; rows -= 1) {
    const table = foldTable(block.slice(0, rows), columns);
    if (table !== undefined) return [...table, ...foldBlock(block.slice(rows), columns)];
  }
  return [...foldWords(first, columns, HANGING), ...foldBlock(others, columns)];
}

function foldTable(table: readonly string[], columns: number): string[] | undefined {
  const indent = ' '.repeat(Math.min(...table.map(indentOf)) + HANGING);
  const parts = partsOf(table, columns, columns - indent.length);
  return parts?.flatMap(([first = '', ...rest]) => [first, ...rest.map((part) => `${indent}${part}`)]);
}

/**
 * Each line of a table in parts, which begin at the same columns in all of them: the first within `columns`, the others
 * within `narrower`. Undefined where there is no gap to cut at.
 */
function partsOf(block: readonly string[], columns: number, narrower: number): string[][] | undefined {
  if (block.every((line) => line.length <= columns)) return block.map((line) => [line]);
  const cut = gapBefore(block, columns);
  if (cut === undefined) return undefined;
  const rest = partsOf(
    block.map((line) => line.slice(cut)),
    narrower,
    narrower,
  );
  return rest && block.map((line, at) => [line.slice(0, cut).trimEnd(), ...(rest[at] ?? [])]);
}

/** Last column up to `columns` before which each line has two spaces: the gap between two columns of a table. */
function gapBefore(block: readonly string[], columns: number): number | undefined {
  for (let column = columns; column > 2; column -= 1) {
    const isGap = block.every((line) => line.slice(column - 2, column).trim() === '');
    if (isGap && block.some((line) => line.slice(0, column).trim() !== '' && (line[column] ?? ' ') !== ' '))
      return column;
  }
  return undefined;
}

function foldWords(line: string, columns: number, hanging: number): string[] {
  const indent = ' '.repeat(indentOf(line) + hanging);
  const folded: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const cut = cutOf(rest, columns, indent.length);
    folded.push(rest.slice(0, cut).trimEnd());
    rest = `${indent}${rest.slice(cut).trimStart()}`;
  }
  return [...folded, rest];
}

/** Column at which a sentence is cut: before the command that it advises, else before a word. */
function cutOf(line: string, columns: number, indent: number): number {
  const advice = line.lastIndexOf('   →', columns);
  if (advice > indent) return advice;
  const space = line.lastIndexOf(' ', columns);
  return space > indent ? space : columns;
}

const indentOf = (line: string) => line.length - line.trimStart().length;
