import { z } from 'zod';
import { nearNames } from '../lambda-src/contract';
import { ALARM_IDS } from '../stacks/alarms/alarm-catalog';
import { settingsSchema } from './settings';

/** One wrong setting, in the words of the person who wrote it. */
export interface Problem {
  /** Where it stands in the file: `snapshots.retention.keepLast`, `notifications.mailAddresses[0]`. */
  readonly path: string;
  /** `is 2`, `is missing`. */
  readonly is: string;
  readonly expected: string;
  /** What to do about it: a whole sentence. */
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

/** The part of JSON Schema that our schema uses. */
interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly const?: unknown;
}

/** Every issue that the schema found, as a problem a person can act on. */
export function describeProblems(issues: readonly Issue[], input: unknown): Problem[] {
  const root = schemaRoot();
  return issues.flatMap((issue) => describe(issue, input, root));
}

/** As it stands in settings.schema.json: plain JSON, whose form is ours to say. Made when first needed: it takes 15 ms. */
const schemaRoot = once((): SchemaNode => JSON.parse(JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' }))));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** `a.b[0]`, the way a person would point at it; the whole file has no path. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

function describe(issue: Issue, input: unknown, root: SchemaNode): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(propertiesOf(schemaAt(issue.path, root))).filter((key) => key !== '$schema');
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      expected: oneOf(key, known),
      ...(isAlarmOfAll(issue.path, key)
        ? {
            is: 'is no alarm of an application',
            remedy: 'It watches the whole deployment: set it under alarms.tune.',
          }
        : { is: 'is no setting', remedy: 'Correct its spelling, or remove it.' }),
    }));
  }
  const value = valueAt(issue.path, input);
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Of several forms the one that was meant: the text's problem for a text, the object's for an object.
    const form = issue.errors.find((issues) => !issues.some(isOfAnotherKind));
    if (form) return form.flatMap((inner) => describe({ ...inner, path: [...issue.path, ...inner.path] }, input, root));
  }
  const node = schemaAt(issue.path, root);
  return [
    {
      path: pathText(issue.path) || 'the file',
      is: value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`,
      expected: expectation(issue, node),
      remedy: remedy(value, node),
    },
  ];
}

/** Longer lists are not read: of alarms, which are many, the nearest are named instead. */
const MOST_LISTED = 24;
const NEAREST = 3;

function oneOf(wrong: string, known: readonly string[]): string {
  if (known.length === 0) return 'a known one';
  if (known.length <= MOST_LISTED) return `one of ${known.join(', ')}`;
  const near = nearNames(wrong, known).slice(0, NEAREST);
  return `one of ${known.length}, such as ${near.join(', ')}`;
}

/** In an entry of `snapshots.applications`: an alarm that there is, but of no application. */
function isAlarmOfAll(path: readonly PropertyKey[], key: string): boolean {
  return path[0] === 'snapshots' && path.at(-1) === 'tune' && ALARM_IDS.includes(key);
}

function expectation(issue: Issue, node: SchemaNode | undefined): string {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_union':
      if (node?.anyOf) return node.anyOf.map((form) => kindOf(form)).join(', or ');
      return `one of ${('options' in issue && Array.isArray(issue.options) ? issue.options : []).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'email'
        ? 'a mail address such as "ops@example.com"'
        : issue.message.replace(/^must be /, '');
    case 'invalid_key':
      return issue.issues.map(({ message }) => `a key that ${message}`).join('; ');
    case 'invalid_type':
    case 'too_small':
    case 'too_big':
      return kindOf(node) ?? issue.message;
    default:
      return issue.message;
  }
}

function kindOf(node: SchemaNode | undefined): string | undefined {
  if (node?.const !== undefined) return JSON.stringify(node.const);
  if (node?.anyOf) return node.anyOf.map(kindOf).join(' or ');
  switch (node?.type) {
    case 'integer':
      return `a whole number from ${node.minimum} to ${node.maximum}`;
    case 'number':
      return `a number from ${node.minimum} to ${node.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return `text of ${node.minLength ?? 0} to ${node.maxLength ?? 'any number of'} characters`;
    case 'array':
      return node.minItems || node.maxItems
        ? `a list of ${node.minItems ?? 0} to ${node.maxItems ?? 'any number of'} values`
        : 'a list';
    case 'object':
      return 'an object { … }';
    default:
      return node?.oneOf ? 'an object { … } with a "kind"' : undefined;
  }
}

function remedy(value: unknown, node: SchemaNode | undefined): string {
  const act =
    node?.default === undefined
      ? value === undefined
        ? 'Add it.'
        : 'Correct it.'
      : `Correct it, or leave it out for the default ${JSON.stringify(node.default)}.`;
  return node?.description ? `${act} (${node.description})` : act;
}

function valueAt(path: readonly PropertyKey[], input: unknown): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    input,
  );
}

/** Of several forms those of the one that has any. */
function propertiesOf(node: SchemaNode | undefined): Readonly<Record<string, SchemaNode>> {
  return node?.properties ?? node?.anyOf?.find(({ properties }) => properties)?.properties ?? {};
}

function isOfAnotherKind(issue: Issue): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.path.length === 0;
}

/** Of several forms (`state`, an entry of `snapshots.applications`) the first that has the setting: their descriptions agree where names do. */
function schemaAt(path: readonly PropertyKey[], node: SchemaNode | undefined): SchemaNode | undefined {
  const [part, ...rest] = path;
  if (part === undefined || node === undefined) return node;
  if (typeof part === 'number') return schemaAt(rest, node.items);
  const owner = [node, ...(node.oneOf ?? []), ...(node.anyOf ?? [])].find(
    ({ properties }) => properties && String(part) in properties,
  );
  return schemaAt(rest, owner?.properties?.[String(part)]);
}
