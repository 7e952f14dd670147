/**
 * Text of a plan comes from whoever wrote the configuration, or from AWS. Nothing of it may become markup: no heading, no
 * link, no mention, nothing that ends the code it stands in.
 */

/** A code span, on one line. https://github.github.com/gfm/#code-spans */
export function codeSpan(text: string): string {
  const line = visible(text);
  if (line === '') return '`""`';
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  // A span that begins or ends with a backtick or a space needs a space more, which is not shown.
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A fenced block; each of the lines stays one line. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const shown = lines.map(visible);
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n'), '`') + 1));
  return `${fence}${language}\n${shown.join('\n')}\n${fence}`;
}

/** Code within HTML, such as a `<summary>`, where Markdown is not read. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(text)}</code>`;
}

/**
 * Text within a block of HTML, where Markdown is not read, and within an element that GitHub leaves alone (code, a link):
 * elsewhere it would not do, since GitHub looks for mentions and references after it has decoded entities.
 */
function htmlText(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A link in HTML; only to https. */
export function htmlLink(text: string, url: string): string {
  if (!url.startsWith('https://')) return htmlText(text);
  return `<a href="${htmlText(url)}">${htmlText(text)}</a>`;
}

/** One line in a block of HTML. */
export function htmlLine(html: string): string {
  return `<p>${html}</p>`;
}

/** Folded away until it is clicked. */
export function details(summaryHtml: string, body: string): string {
  return `<details><summary>${summaryHtml}</summary>\n\n${body}\n\n</details>`;
}

/** Line ends and characters that are not seen, or that turn the direction of writing, are spelled out. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const one of text) {
    run = one === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
