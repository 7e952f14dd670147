/**
 * Rendering of untrusted text: it comes from the author of the configuration, or from AWS, and must never become
 * markup: no heading, link or mention, and nothing that ends a code span.
 */

/** Code span on one line. https://github.github.com/gfm/#code-spans */
export function codeSpan(text: string): string {
  const line = visible(text);
  if (line === '') return '`""`';
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  // Markdown strips one space from both ends of a span, so a backtick or space there needs another one.
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Fenced block; each line stays one line. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const shown = lines.map(visible);
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n'), '`') + 1));
  return `${fence}${language}\n${shown.join('\n')}\n${fence}`;
}

/** Code within HTML, such as a `<summary>`, where Markdown is not parsed. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(text)}</code>`;
}

/**
 * Text within a block of HTML, where Markdown is not parsed, and within an element that GitHub leaves unchanged (code,
 * a link). Not safe elsewhere: GitHub searches for mentions and references after it has decoded entities.
 */
function htmlText(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Link in HTML; only to https. */
export function htmlLink(text: string, url: string): string {
  if (!url.startsWith('https://')) return htmlText(text);
  return `<a href="${htmlText(url)}">${htmlText(text)}</a>`;
}

/** Line in a block of HTML. */
export function htmlLine(html: string): string {
  return `<p>${html}</p>`;
}

/** Folded part. */
export function details(summaryHtml: string, body: string): string {
  return `<details><summary>${summaryHtml}</summary>\n\n${body}\n\n</details>`;
}

/** Text with line ends, invisible characters and changes of direction spelled out. */
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
