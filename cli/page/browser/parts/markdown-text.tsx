import type { Block } from './markdown';

/** Text of the runbook, as blocks. */
export function Markdown({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div class="markdown">
      {blocks.map((block, index) => {
        const key = `${index}-${block.text.slice(0, 20)}`;
        if (block.kind === 'code') {
          return (
            <pre key={key}>
              <code>{block.text}</code>
            </pre>
          );
        }
        return block.kind === 'item' ? (
          <p key={key} class="item">
            <Inline text={block.text} />
          </p>
        ) : (
          <p key={key}>
            <Inline text={block.text} />
          </p>
        );
      })}
    </div>
  );
}

/** Words within a block: code, and what is bold; links are their words. */
function Inline({ text }: { readonly text: string }) {
  const parts = text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').split(/(`[^`]+`|\*\*[^*]+\*\*)/);
  return (
    <>
      {parts.map((part, index) => {
        const key = `${index}-${part}`;
        if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
        return part.startsWith('**') ? <strong key={key}>{part.slice(2, -2)}</strong> : part;
      })}
    </>
  );
}
