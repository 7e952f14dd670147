import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const PAGE = readFileSync(resolve(__dirname, '../../docs/events.md'), 'utf8');

/** Blocks of docs/events.md in this language, in their order. */
export function blocksOf(language: 'json' | 'hcl'): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
}

interface Sample {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Event that the page shows. */
export function sampleEvent(): Sample {
  return JSON.parse(blocksOf('json')[0] ?? '');
}

/** Patterns of rules that the page shows: of what failed, and of what was not proven. */
export function rulePatterns(): readonly [failed: string, notProven: string] {
  const [, failed = '', notProven = ''] = blocksOf('json');
  return [failed, notProven];
}
