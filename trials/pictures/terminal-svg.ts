import { stripVTControlCharacters } from 'node:util';
import type { Typed } from '../demo/operator';
import { foldLines, foldTyped } from './fold-lines';

export interface TerminalPicture {
  /** Read by screen readers where the SVG itself is open, as is the description. */
  readonly title: string;
  readonly description: string;
  readonly typed: readonly Typed[];
  /** Longer lines are folded. */
  readonly columns: number;
}

interface Row {
  readonly text: string;
  readonly look: 'typed' | 'printed' | 'aside';
}

const FONT_SIZE = 14;
/** Width in every monospaced font, near enough; `textLength` makes it exact. */
const CHARACTER = FONT_SIZE * 0.6;
const LINE = 20;
const MARGIN = 16;
const PROMPT = '$ ';

/** Both schemes have a contrast of 4.5 or more for each of their texts. */
const STYLE = `
  .page { fill: #f6f8fa; stroke: #d0d7de }
  text { fill: #1f2328; font: ${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
  .typed { font-weight: bold }
  .aside { fill: #59636e }
  @media (prefers-color-scheme: dark) {
    .page { fill: #161b22; stroke: #3d444d }
    text { fill: #e6edf3 }
    .aside { fill: #9198a1 }
  }
`;

/** SVG of a terminal, light or dark as the reader's system is, in fonts of the system; nothing is loaded. */
export function terminalSvg({ title, description, typed, columns }: TerminalPicture): string {
  const rows = typed.flatMap((each, at) => [...(at > 0 ? [aside('')] : []), ...rowsOf(each, columns)]);
  const longest = Math.max(...rows.map(({ text }) => text.length));
  const width = Math.ceil(longest * CHARACTER + 2 * MARGIN);
  const height = rows.length * LINE + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>${STYLE}</style>
<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
${rows.flatMap((row, at) => textOf(row, MARGIN + at * LINE + FONT_SIZE)).join('\n')}
</svg>
`;
}

function rowsOf({ line, lines, exitCode }: Typed, columns: number): Row[] {
  const printed = lines.map((each) => stripVTControlCharacters(each).trimEnd());
  return [
    ...foldTyped(`${PROMPT}${line}`, columns).map((text): Row => ({ text, look: 'typed' })),
    ...foldLines(printed, columns).map((text): Row => ({ text, look: 'printed' })),
    ...(exitCode === 0 ? [] : [aside(`exit code ${exitCode}`)]),
  ];
}

const aside = (text: string): Row => ({ text, look: 'aside' });

function textOf({ text, look }: Row, y: number): string[] {
  const shown = text.trimStart();
  if (shown === '') return [];
  const x = MARGIN + (text.length - shown.length) * CHARACTER;
  const length = shown.length * CHARACTER;
  const place = `x="${rounded(x)}" y="${y}" textLength="${rounded(length)}" xml:space="preserve"`;
  if (look === 'printed') return [`<text ${place}>${escaped(shown)}</text>`];
  return [`<text ${place} class="${look}">${escaped(shown)}</text>`];
}

const rounded = (pixels: number) => Math.round(pixels * 10) / 10;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
