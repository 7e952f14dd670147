/** Part of a text in Markdown that stands on lines of its own. */
export interface Block {
  readonly kind: 'paragraph' | 'item' | 'code';
  readonly text: string;
}

/** Blocks of a text in the Markdown of our documents: paragraphs, lists, code. A table stays as it is written. */
export function blocksOf(markdown: string): readonly Block[] {
  return markdown.split(/^```.*$/m).flatMap((part, index): Block[] => {
    if (index % 2 === 1) return [{ kind: 'code', text: part.replace(/^\n|\n$/g, '') }];
    return part.split(/\n\s*\n/).flatMap(paragraphsOf);
  });
}

function paragraphsOf(part: string): Block[] {
  const text = part.replace(/^\n+|\s+$/g, '');
  if (text === '') return [];
  if (text.startsWith('|')) return [{ kind: 'code', text }];
  const items = text.split(/\n(?=\s*(?:[-*]|\d+\.) )/);
  return items.map((item) => ({
    kind: /^\s*(?:[-*]|\d+\.) /.test(item) ? 'item' : 'paragraph',
    text: item.replace(/^\s*[-*] /, '').replace(/\s*\n\s*/g, ' '),
  }));
}
