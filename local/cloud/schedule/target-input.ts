/** Form in which a target gets its event; at most one of the three. */
export interface TargetInput {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string | undefined;
  };
}

/** Rule of the event, for the template's `<aws.events.…>` variables. */
export interface RuleIdentity {
  readonly name: string;
  readonly arn: string;
}

/**
 * Input of the target: the event, a constant, a part of the event, or a template filled from it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(target: TargetInput, event: object, rule: RuleIdentity, ingestedAt: Date): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(readPath(event, target.InputPath) ?? {});
  if (target.InputTransformer !== undefined) return transform(target.InputTransformer, event, rule, ingestedAt);
  return JSON.stringify(event);
}

function transform(
  transformer: NonNullable<TargetInput['InputTransformer']>,
  event: object,
  rule: RuleIdentity,
  ingestedAt: Date,
): string {
  const values = new Map<string, unknown>();
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {})) values.set(name, readPath(event, path));
  values.set('aws.events.event', event);
  values.set('aws.events.event.json', event);
  values.set('aws.events.event.ingestion-time', ingestedAt.toISOString());
  values.set('aws.events.rule-arn', rule.arn);
  values.set('aws.events.rule-name', rule.name);

  const template = transformer.InputTemplate ?? '';
  // A template without any quote is text, not JSON: strings are inserted without quotes.
  const isText = !template.includes('"');
  return template.replace(STRING_OR_VARIABLE, (token) =>
    token.startsWith('"')
      ? token.replace(VARIABLE, (variable, name: string) => insideString(variable, name, values))
      : isText
        ? insideString(token, token.slice(1, -1), values)
        : asJson(token, token.slice(1, -1), values),
  );
}

/** A whole JSON string literal at once, so that a variable inside it is told from one in a value's place. */
const STRING_OR_VARIABLE = /"(?:\\.|[^"\\])*"|<[^<>]+>/g;
const VARIABLE = /<([^<>]+)>/g;

function asJson(token: string, name: string, values: ReadonlyMap<string, unknown>): string {
  // A field that the event lacks becomes nothing inside a string, and an empty string in place of a value.
  return values.has(name) ? JSON.stringify(values.get(name) ?? '') : token;
}

function insideString(token: string, name: string, values: ReadonlyMap<string, unknown>): string {
  if (!values.has(name)) return token;
  const value = values.get(name) ?? '';
  // EventBridge does not escape; an object inside a string loses its quotes.
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

/** The JSON paths that EventBridge allows here: `$`, `$.a.b`, `$.a[0]`. */
function readPath(event: object, path: string): unknown {
  let value: unknown = event;
  for (const step of path.replace(/^\$\.?/, '').split(/[.[\]]+/)) {
    if (step === '') continue;
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  }
  return value;
}
