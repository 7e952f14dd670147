import { Fragment, h } from 'preact';
import { TEXT_TAGS, type TextNode } from '../../api/dashboard';

/** Content of a text widget: known elements and words, never HTML of its author. */
export function TextContent({ content }: { readonly content: readonly TextNode[] }) {
  return (
    <div class="text-widget">
      {content.map((node, index) => (
        <Fragment key={`${index}`}>{elementOf(node)}</Fragment>
      ))}
    </div>
  );
}

/** Headings of a text are below that of its widget. */
const HEADINGS: Readonly<Record<string, string>> = { h1: 'h4', h2: 'h5', h3: 'h6', h4: 'h6', h5: 'h6' };

function elementOf(node: TextNode): preact.ComponentChild {
  if (typeof node === 'string') return node;
  if (!TEXT_TAGS.includes(node.tag)) return null;
  const href = node.href !== undefined && /^https?:\/\//i.test(node.href) ? node.href : undefined;
  const link = node.tag === 'a' ? { href, rel: 'noreferrer noopener', target: '_blank' } : {};
  const content = node.content.map(elementOf);
  return h(HEADINGS[node.tag] ?? node.tag, link, node.tag === 'table' ? h('tbody', {}, content) : content);
}
