import { DURATION_PATTERN } from '../../lambda-src/snapshot-manager/domain/duration';

/** Subset of JSON Schema that the settings schema uses. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** Schema of each value of a map. */
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Properties of an object; if there are several forms, those of the first form that has any. */
export function propertiesOf(node: SchemaNode | undefined): Readonly<Record<string, SchemaNode>> {
  return node?.properties ?? node?.anyOf?.find(({ properties }) => properties)?.properties ?? {};
}

/**
 * Schema of the setting at a path. Of several forms (`state`, an entry of `snapshots.applications`) the first that has
 * the setting: settings of the same name have the same description.
 */
export function schemaAt(path: readonly PropertyKey[], node: SchemaNode | undefined): SchemaNode | undefined {
  const [part, ...rest] = path;
  if (part === undefined || node === undefined) return node;
  if (typeof part === 'number') return schemaAt(rest, node.items);
  const forms = [node, ...(node.oneOf ?? []), ...(node.anyOf ?? [])];
  const owner = forms.find(({ properties }) => properties && String(part) in properties);
  const map = forms.flatMap(({ additionalProperties: each }) => (typeof each === 'object' ? each : [])).at(0);
  return schemaAt(rest, owner?.properties?.[String(part)] ?? map);
}

/** Expected kind of value in words; `undefined` if the node does not say. */
export function kindOf(node: SchemaNode | undefined): string | undefined {
  if (node?.const !== undefined) return JSON.stringify(node.const);
  if (node?.enum) return `one of ${node.enum.map((value) => JSON.stringify(value)).join(', ')}`;
  if (node?.anyOf) return node.anyOf.map(kindOf).join(' or ');
  switch (node?.type) {
    case 'integer':
      return `a whole number from ${node.minimum} to ${node.maximum}`;
    case 'number':
      return `a number from ${node.minimum} to ${node.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return textOf(node);
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

function textOf({ minLength = 0, maxLength, pattern }: SchemaNode): string {
  if (pattern === DURATION_PATTERN.source) return 'a duration such as "7d"';
  if (maxLength !== undefined) return `text of ${minLength} to ${maxLength} characters`;
  return minLength > 0 ? `text of at least ${minLength} ${minLength === 1 ? 'character' : 'characters'}` : 'text';
}
