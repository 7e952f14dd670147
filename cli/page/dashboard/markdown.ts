import { type Node, Parser } from 'commonmark';
import type { TextNode, TextTag } from '../api/dashboard';

/**
 * Reads the Markdown of a text widget into words and known elements. Raw HTML stays as words; a link leads to http or
 * https; a picture is its words with a link, because the page loads nothing from elsewhere.
 */
export function textOf(markdown: string): TextNode[] {
  const content: TextNode[] = [];
  let prose: string[] = [];
  const endProse = () => {
    content.push(...childrenOf(new Parser().parse(prose.join('\n\n'))));
    prose = [];
  };
  for (const part of markdown.split(/\n[ \t]*\n/)) {
    const table = tableOf(part);
    if (table === undefined) {
      prose.push(part);
      continue;
    }
    endProse();
    content.push(table);
  }
  endProse();
  return content;
}

function childrenOf(node: Node): TextNode[] {
  const children: TextNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.next) children.push(...nodesOf(child));
  return children;
}

const TAGS: Readonly<Partial<Record<Node['type'], TextTag>>> = {
  paragraph: 'p',
  emph: 'em',
  strong: 'strong',
  block_quote: 'blockquote',
  item: 'li',
};

function nodesOf(node: Node): TextNode[] {
  switch (node.type) {
    case 'text':
    case 'html_inline':
    case 'html_block':
      return [node.literal ?? ''];
    case 'softbreak':
      return [' '];
    case 'linebreak':
      return [{ tag: 'br', content: [] }];
    case 'thematic_break':
      return [{ tag: 'hr', content: [] }];
    case 'code':
      return [{ tag: 'code', content: [node.literal ?? ''] }];
    case 'code_block':
      return [{ tag: 'pre', content: [node.literal ?? ''] }];
    case 'heading':
      return [{ tag: `h${node.level}` as TextTag, content: childrenOf(node) }];
    case 'list':
      return [{ tag: node.listType === 'ordered' ? 'ol' : 'ul', content: childrenOf(node) }];
    case 'link':
    case 'image':
      return linkOf(node);
    default: {
      const tag = TAGS[node.type];
      return tag === undefined ? childrenOf(node) : [{ tag, content: childrenOf(node) }];
    }
  }
}

/** Words of a button of AWS's console: `[button:primary:Open](…)`. */
const BUTTON = /^button:(?:primary:)?/;

function linkOf(node: Node): TextNode[] {
  const [first, ...others] = childrenOf(node);
  const content = typeof first === 'string' ? [first.replace(BUTTON, ''), ...others] : childrenOf(node);
  const href = node.destination ?? '';
  return /^https?:\/\//i.test(href) ? [{ tag: 'a', href, content }] : content;
}

/** Table of AWS's Markdown; undefined: the text is none. Its cells hold words and inline elements. */
function tableOf(text: string): TextNode | undefined {
  const [head = '', rule = '', ...rows] = text.trim().split('\n');
  const isRule = /^[\s|:-]+$/.test(rule) && rule.includes('-') && rule.includes('|');
  if (!isRule || [head, ...rows].some((row) => !row.includes('|'))) return undefined;
  const row = (line: string, tag: TextTag): TextNode => ({
    tag: 'tr',
    content: cellsOf(line).map((cell) => ({ tag, content: inlineOf(cell) })),
  });
  return { tag: 'table', content: [row(head, 'th'), ...rows.map((line) => row(line, 'td'))] };
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function inlineOf(text: string): readonly TextNode[] {
  const nodes = childrenOf(new Parser().parse(text));
  return nodes.flatMap((node) => (typeof node !== 'string' && node.tag === 'p' ? node.content : [node]));
}
