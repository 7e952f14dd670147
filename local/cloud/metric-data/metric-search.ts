import type { Metric } from './metric-query';

/** Search text of a SEARCH expression, read. */
export interface MetricSearch {
  /** Namespace of its schema; undefined without a schema. */
  readonly namespace: string | undefined;
  /** Names of the dimensions of its schema, in their order; undefined without a schema. */
  readonly dimensions: readonly string[] | undefined;
  readonly matches: (metric: Metric) => boolean;
}

type Condition = (metric: Metric) => boolean;

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string };

/**
 * Reads `{Namespace,Dimension} MetricName="x"`: a schema, then terms with AND (or nothing), OR, NOT and brackets. A term
 * in quotation marks is equal to a property, another one has its words in it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 *
 * @throws Error that shows the text and what was not expected.
 */
export function parseMetricSearch(text: string): MetricSearch {
  const [, schemaText, rest = ''] = /^\s*(?:\{((?:"[^"]*"|[^}"])*)\})?(.*)$/s.exec(text) ?? [];
  const schema = schemaText === undefined ? undefined : schemaNames(schemaText, text);
  const [namespace, ...dimensions] = schema ?? [];
  const condition = new TermReader(text, [...tokensOf(rest, text)]).read();
  return {
    namespace,
    dimensions: schema && dimensions,
    matches: (metric) => (schema === undefined || hasSchema(metric, namespace, dimensions)) && condition(metric),
  };
}

function schemaNames(schema: string, text: string): string[] {
  // Commas in quotation marks belong to a name.
  const parts = schema.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const names = parts.map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
  if (names.includes('')) throw new Error(`SEARCH "${text}": a name in the schema is empty.`);
  return names;
}

/** The dimensions of a schema are all that the metric has, no more. */
function hasSchema(
  { Namespace, Dimensions }: Metric,
  namespace: string | undefined,
  names: readonly string[],
): boolean {
  return (
    Namespace === namespace &&
    Dimensions.length === names.length &&
    names.every((name) => Dimensions.some((dimension) => dimension.Name === name))
  );
}

function* tokensOf(rest: string, text: string): Generator<Token> {
  const token = /\s*(?:"((?:[^"\\]|\\.)*)"|([()=])|([^\s()="]+))/y;
  const end = rest.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const [, quoted, sign, word] = token.exec(rest) ?? [];
    if (quoted !== undefined) yield { kind: 'quoted', text: quoted.replaceAll(/\\(.)/g, '$1') };
    else if (sign !== undefined) yield { kind: 'sign', text: sign };
    else if (word !== undefined) yield { kind: 'word', text: word };
    else throw new Error(`SEARCH "${text}": cannot read from "${rest.slice(from)}".`);
  }
}

/** Properties of a metric that a term may be about. */
type PropertiesOf = (metric: Metric) => readonly string[];

const EVERY_PROPERTY: PropertiesOf = ({ Namespace, MetricName, Dimensions }) => [
  Namespace,
  MetricName,
  ...Dimensions.flatMap(({ Name, Value }) => [Name, Value]),
];

class TermReader {
  constructor(
    private readonly text: string,
    private readonly tokens: Token[],
  ) {}

  read(): Condition {
    if (this.tokens.length === 0) return () => true;
    const condition = this.either(EVERY_PROPERTY);
    if (this.tokens.length > 0) throw this.trouble();
    return condition;
  }

  private either(properties: PropertiesOf): Condition {
    const conditions = [this.both(properties)];
    while (this.takesWord('OR')) conditions.push(this.both(properties));
    return (metric) => conditions.some((condition) => condition(metric));
  }

  private both(properties: PropertiesOf): Condition {
    const conditions = [this.single(properties)];
    while (this.takesWord('AND') || this.isAtTerm()) conditions.push(this.single(properties));
    return (metric) => conditions.every((condition) => condition(metric));
  }

  private single(properties: PropertiesOf): Condition {
    if (this.takesWord('NOT')) {
      const inner = this.single(properties);
      return (metric) => !inner(metric);
    }
    if (this.takesSign('(')) {
      const inner = this.either(properties);
      if (!this.takesSign(')')) throw this.trouble();
      return inner;
    }
    const term = this.tokens.shift();
    if (term === undefined || term.kind === 'sign') throw this.trouble(term);
    if (!this.takesSign('=')) return (metric) => properties(metric).some((value) => isLike(value, term));
    if (properties !== EVERY_PROPERTY) throw this.trouble(term);
    return this.single(propertyNamed(term.text, this.text));
  }

  private isAtTerm(): boolean {
    const [next] = this.tokens;
    return (
      next !== undefined &&
      !(next.kind === 'sign' && next.text !== '(') &&
      !(next.kind === 'word' && next.text === 'OR')
    );
  }

  private takesWord(word: string): boolean {
    return this.takes({ kind: 'word', text: word });
  }

  private takesSign(sign: string): boolean {
    return this.takes({ kind: 'sign', text: sign });
  }

  private takes({ kind, text }: Token): boolean {
    const [next] = this.tokens;
    if (next?.kind !== kind || next.text !== text) return false;
    this.tokens.shift();
    return true;
  }

  private trouble(found = this.tokens[0]): Error {
    return new Error(
      `SEARCH "${this.text}": ${found === undefined ? 'more was expected' : `"${found.text}" was not expected`}.`,
    );
  }
}

function propertyNamed(name: string, text: string): PropertiesOf {
  if (name.startsWith(':')) throw new Error(`SEARCH "${text}": ${name} is not emulated by the local cloud.`);
  if (name === 'Namespace') return ({ Namespace }) => [Namespace];
  if (name === 'MetricName') return ({ MetricName }) => [MetricName];
  return ({ Dimensions }) => Dimensions.filter(({ Name }) => Name === name).map(({ Value }) => Value);
}

function isLike(value: string, term: Token): boolean {
  if (term.kind === 'quoted') return value === term.text;
  const words = new Set(wordsOf(value));
  return term.text
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .every((part) => words.has(part.toLowerCase()));
}

/** Words of a property: its parts between signs, and the parts of those at capitals and numbers. */
function wordsOf(value: string): string[] {
  return value
    .split(/[^A-Za-z0-9]+/)
    .flatMap((part) => [
      part,
      ...part.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\D)(?=\d)|(?<=\d)(?=\D)/),
    ])
    .map((word) => word.toLowerCase());
}
