import { z } from 'zod';
import { nearNames } from '../../lambda-src/snapshot-manager/domain/near-names';
import { ALARM_IDS } from '../alarm-catalog/alarm-catalog';
import { kindOf, propertiesOf, type SchemaNode, schemaAt } from '../schema/schema-node';
import { settingsSchema } from '../schema/settings';

/** One invalid setting, in the terms of its author. */
export interface Problem {
  /** Path in the file: `snapshots.retention.keepLast`, `notifications.mailAddresses[0]`. */
  readonly path: string;
  /** Current value as a phrase: `is 2`, `is missing`. */
  readonly is: string;
  readonly expected: string;
  /** Action to take, as a whole sentence. */
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

/** Converts the schema's issues to problems that a person can act on. */
export function describeProblems(issues: readonly Issue[], input: unknown): Problem[] {
  const root = schemaRoot();
  return issues.flatMap((issue) => describe(issue, input, root));
}

/** JSON schema of the settings, as in settings.schema.json. Created on first use, because it takes 15 ms. */
const schemaRoot = once((): SchemaNode => JSON.parse(JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' }))));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Path as people write it: `a.b[0]`; empty for the whole file. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

function describe(issue: Issue, input: unknown, root: SchemaNode): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const settings = propertiesOf(schemaAt(issue.path, root));
    const ofEntries = propertiesOf(schemaAt(['snapshots', 'applications', 0], root));
    return issue.keys.map((key) =>
      pathText(issue.path) === 'snapshots' && key in ofEntries
        ? settingOfEntries(key)
        : unknownSetting(issue.path, key, settings),
    );
  }
  const value = valueAt(issue.path, input);
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // A setting with several forms: report the problem of the form that was written, text or object.
    const form = issue.errors.find((issues) => !issues.some(isOfAnotherKind));
    if (form) return form.flatMap((inner) => describe({ ...inner, path: [...issue.path, ...inner.path] }, input, root));
  }
  const node = schemaAt(issue.path, root);
  if (isBlank(value)) return [unfilled(issue.path, value, expectation(issue, node, value))];
  return [
    {
      path: pathText(issue.path) || 'the file',
      is: value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`,
      expected: expectation(issue, node, value),
      remedy: [...instead(value, node), remedy(value, node)].join(' '),
    },
  ];
}

/** True for a blank such as `<a free bucket name>`, which the deployer has to fill in. */
function isBlank(value: unknown): value is string {
  return typeof value === 'string' && /^<[^<>]+>$/.test(value);
}

function unfilled(path: readonly PropertyKey[], blank: string, expected: string): Problem {
  return { path: pathText(path), is: `is still the blank ${blank}`, expected, remedy: 'Fill it in.' };
}

/** Longest list that is shown in full; longer ones show only the nearest names. */
const SHOWN_WHOLE = 8;
const SHOWN_NEAREST = 3;

/** Problem of a setting that only entries of `snapshots.applications` have, such as the consent to a drill. */
function settingOfEntries(key: string): Problem {
  return {
    path: `snapshots.${key}`,
    is: 'is no setting of all applications',
    expected: `${JSON.stringify(key)} in an entry of snapshots.applications`,
    remedy: `Move it into the entries that it is meant for: {"name": "orders", ${JSON.stringify(key)}: …}.`,
  };
}

function unknownSetting(
  path: readonly PropertyKey[],
  key: string,
  settings: Readonly<Record<string, SchemaNode>>,
): Problem {
  const known = Object.keys(settings).filter((each) => each !== '$schema');
  if (isAlarmOfAll(path, key)) {
    return {
      path: pathText([...path, key]),
      is: 'is no alarm of an application',
      expected: `one of ${known.join(', ')}`,
      remedy: 'It watches the whole deployment. Set it under alarms.tune.',
    };
  }
  const near = nearNames(key, known);
  const [nearest = ''] = near;
  return {
    path: pathText([...path, key]),
    is: 'is no setting',
    expected: known.length === 0 ? 'none here' : nearestFirst(near, known.length),
    remedy: ['Correct its spelling, or remove it.', ...wordsFor(nearest, settings[nearest])].join(' '),
  };
}

/** Describes the values of the setting that was probably meant, with its default as an example. */
function wordsFor(name: string, node: SchemaNode | undefined): string[] {
  const kind = kindOf(node);
  if (kind === undefined) return [];
  const example = node?.default === undefined ? '' : `, such as ${JSON.stringify(node.default)}`;
  return [`${JSON.stringify(name)} is ${kind}${example}.`];
}

/**
 * Lists the allowed names, or the nearest ones if there are many.
 *
 * @param near the nearest names, best first.
 */
function nearestFirst(near: readonly string[], count: number): string {
  if (count <= near.length) return `one of ${near.join(', ')}`;
  return `${near.slice(0, SHOWN_NEAREST).join(', ')} (the nearest of ${count}; docs/settings.md lists all)`;
}

/** True for an alarm of the whole deployment in an entry of `snapshots.applications`. */
function isAlarmOfAll(path: readonly PropertyKey[], key: string): boolean {
  return path[0] === 'snapshots' && path.at(-1) === 'tune' && ALARM_IDS.includes(key);
}

function expectation(issue: Issue, node: SchemaNode | undefined, value: unknown): string {
  switch (issue.code) {
    case 'invalid_value':
      return oneOf(issue.values, value);
    case 'invalid_union':
      if (node?.anyOf) return node.anyOf.map(kindOf).join(', or ');
      return `one of ${('options' in issue && Array.isArray(issue.options) ? issue.options : []).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'email'
        ? 'a mail address such as "ops@example.com"'
        : issue.message.replace(/^must be /, '');
    case 'invalid_key':
      return issue.issues.map(({ message }) => `a key that ${message}`).join('; ');
    case 'custom':
      return issue.message.replace(/^must be /, '');
    default:
      // For every other code zod has a message.
      return kindOf(node) ?? 'another kind of value';
  }
}

function oneOf(values: readonly unknown[], value: unknown): string {
  const texts = values.filter((each) => typeof each === 'string');
  if (typeof value !== 'string' || texts.length !== values.length || texts.length <= SHOWN_WHOLE) {
    return `one of ${values.map((each) => JSON.stringify(each)).join(', ')}`;
  }
  const near = nearNames(value, texts).map((each) => JSON.stringify(each));
  return nearestFirst(near, texts.length);
}

/** ARN of a Managed Flink application. */
const APPLICATION_ARN = /^arn:[^:]*:kinesisanalytics:[^:]*:\d*:application\/([a-zA-Z0-9_.-]{1,128})$/;

/** Hint at what was probably meant by a value that is valid elsewhere; none or one whole sentence. */
function instead(value: unknown, node: SchemaNode | undefined): string[] {
  if (typeof value !== 'string') return [];
  const [, application] = APPLICATION_ARN.exec(value) ?? [];
  if (application !== undefined) return [`This is an ARN; the name in it is ${JSON.stringify(application)}.`];
  const { key, value: tagValue } = propertiesOf(node);
  if (key === undefined || tagValue === undefined) return [];
  const [first = '', ...rest] = value.split(/[=:]/);
  const tag = { key: first.trim() || 'team', value: rest.join('=').trim() };
  return [`A tag is written as ${JSON.stringify(tag)}.`];
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

function isOfAnotherKind(issue: Issue): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.path.length === 0;
}
