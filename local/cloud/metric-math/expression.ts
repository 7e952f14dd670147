/** A metric math expression, read. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'metric'; readonly id: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: '-' | 'NOT'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** Loosest first; within a row from left to right. */
const OPERATORS: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|("[^"]*"|'[^']*')|([A-Za-z_]\w*)|(&&|\|\||[=!<>]=|[-+*/^<>!()[\],]))/y;
const ALIASES: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR', '!': 'NOT' };
/** Names that stand for themselves as an argument. */
const WORDS = new Set(['REPEAT', 'LINEAR', 'ASC', 'DESC']);
/** Names of functions that other functions take as an argument: SORT(METRICS(), SUM, DESC). */
const FUNCTION_WORDS = new Set(['AVG', 'LAST', 'MAX', 'MIN', 'STDDEV', 'SUM']);

export function parseExpression(text: string): Expression {
  const tokens = tokenize(text);
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const take = (expected?: string): string => {
    const token = tokens[position];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`"${text}": expected ${expected ?? 'more'}, found ${token ?? 'the end'}.`);
    }
    position += 1;
    return token;
  };

  const binary = (level: number): Expression => {
    const operators = OPERATORS[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (let next = peek(); next !== undefined && operators.includes(next); next = peek()) {
      const operator = take();
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
    return left;
  };
  const unary = (): Expression => {
    const next = peek();
    if (next !== '-' && next !== 'NOT') return primary();
    take();
    return { kind: 'unary', operator: next, operand: unary() };
  };
  const listUntil = (end: string): readonly Expression[] => {
    const items: Expression[] = [];
    while (peek() !== end) {
      if (items.length > 0) take(',');
      items.push(binary(0));
    }
    take(end);
    return items;
  };
  const primary = (): Expression => {
    const token = take();
    if (token === '(') {
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (token === '[') return { kind: 'list', items: listUntil(']') };
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^["']/.test(token)) return { kind: 'text', value: token.slice(1, -1) };
    if (!/^[A-Za-z_]/.test(token)) throw new Error(`"${text}": "${token}" was not expected.`);
    if (WORDS.has(token)) return { kind: 'text', value: token };
    if (peek() !== '(' && FUNCTION_WORDS.has(token)) return { kind: 'text', value: token };
    if (peek() !== '(') return { kind: 'metric', id: token };
    take('(');
    return { kind: 'call', name: token.toUpperCase(), args: listUntil(')') };
  };

  const expression = binary(0);
  const rest = peek();
  if (rest !== undefined) throw new Error(`"${text}": "${rest}" was not expected.`);
  return expression;
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0].trim();
    if (token === undefined) throw new Error(`"${text}": cannot read from "${text.slice(from)}".`);
    tokens.push(ALIASES[token] ?? token);
  }
  return tokens;
}
