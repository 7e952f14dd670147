import {
  createSourceFile,
  forEachChild,
  type Identifier,
  isBindingElement,
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isTypeNode,
  type Node,
  ScriptTarget,
  SyntaxKind,
} from 'typescript';

/** Globals that read a clock, chance, the process or the network, or wait. */
const IMPURE: ReadonlySet<string> = new Set([
  'console',
  'crypto',
  'eval',
  'fetch',
  'Function',
  'global',
  'globalThis',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'WebSocket',
]);

/** Globals with a pure part: the functions of `Math` but `random`, dates of a given time. */
const PARTLY_PURE: ReadonlySet<string> = new Set(['Date', 'Math']);

const WORDS = new RegExp(`\\b(${[...IMPURE, ...PARTLY_PURE].join('|')})\\b`);

/** Names of the globals through which code is impure, in order, each use. Knows comments, texts, types and properties. */
export function impurities(code: string): string[] {
  // Most files have none of these words, and the compiler's parser takes its time.
  if (!WORDS.test(code)) return [];
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (isTypeNode(node)) return;
    if (isIdentifier(node) && isGlobal(node) && isImpure(node)) found.push(node.text);
    forEachChild(node, visit);
  };
  visit(createSourceFile('domain.ts', code, ScriptTarget.ES2022, true));
  return found;
}

/** False for `x.process`, `{ process: 1 }`, `{ process: other }` of a pattern, and names that are declared. */
function isGlobal(node: Identifier): boolean {
  const { parent } = node;
  if (isPropertyAccessExpression(parent)) return parent.expression === node;
  if (isPropertyAssignment(parent)) return parent.initializer === node;
  if (isBindingElement(parent)) return parent.initializer === node;
  return ![SyntaxKind.PropertySignature, SyntaxKind.MethodSignature, SyntaxKind.PropertyDeclaration].includes(
    parent.kind,
  );
}

function isImpure(node: Identifier): boolean {
  if (IMPURE.has(node.text)) return true;
  return PARTLY_PURE.has(node.text) && !isPureUse(node);
}

function isPureUse(node: Identifier): boolean {
  const { parent } = node;
  if (node.text === 'Date' && isNewExpression(parent)) return (parent.arguments ?? []).length > 0;
  if (parent.kind === SyntaxKind.BinaryExpression) return parent.getText().includes('instanceof Date');
  if (!isPropertyAccessExpression(parent)) return false;
  if (node.text === 'Math') return parent.name.text !== 'random';
  return isCallExpression(parent.parent) && ['UTC', 'parse'].includes(parent.name.text);
}
