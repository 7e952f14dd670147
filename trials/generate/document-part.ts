import { withGeneratedPart } from '../../tools/generated-part';

/**
 * Replaces one generated part of a document.
 *
 * @param name of the part, in the marks before and after it.
 * @throws Error when a mark is missing.
 */
export function withPart(document: string, file: string, name: string, text: string): string {
  const start = `<!-- ${name}: npm run generate writes what follows -->`;
  return withGeneratedPart(document, { file, start, end: `<!-- ${name} end -->` }, text);
}

export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(header), `|${'---|'.repeat(header.length)}`, ...rows.map(row), ''].join('\n');
}
