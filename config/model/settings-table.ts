import { z } from 'zod';
import { settingsSchema } from '../schema/settings';

/** Subset of JSON Schema that zod writes for the settings. */
const nodeSchema = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
type Node = z.infer<typeof nodeSchema>;

const groupSchema = z.record(z.string(), z.unknown());

/** Markdown table of all settings: path, allowed values, default, description. */
export function settingsTable(): string {
  const root = nodeSchema.parse(z.toJSONSchema(settingsSchema, { io: 'input' }));
  return [
    '| setting | allowed | default | description |',
    '|---|---|---|---|',
    ...rowsOf(root, '').map((cells) => `| ${cells.map((cell) => escaped(cell.replaceAll('|', '\\|'))).join(' | ')} |`),
    '',
  ].join('\n');
}

/** Escapes what would be a tag of HTML; within code marks Markdown shows it as it is. */
function escaped(cell: string): string {
  return cell.replaceAll(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found));
}

function rowsOf(parent: Node, path: string): string[][] {
  return Object.entries(parent.properties ?? {}).flatMap(([key, value]) => {
    if (key === '$schema' || value === undefined) return [];
    const node = nodeSchema.parse(value);
    const name = path ? `${path}.${key}` : key;
    if (node.oneOf)
      return [row(name, node, parent, key), ...node.oneOf.flatMap((kind) => variantRows(name, nodeSchema.parse(kind)))];
    if (node.properties) return rowsOf(node, name);
    return [row(name, node, parent, key)];
  });
}

/** Rows for one kind of a setting that has several kinds, such as the state. */
function variantRows(name: string, variant: Node): string[][] {
  const kind = nodeSchema.parse(variant.properties?.kind);
  const rows = rowsOf(
    { ...variant, properties: { ...variant.properties, kind: undefined } },
    `${name} (${String(kind.const)})`,
  );
  return [[`\`${name}.kind\``, `\`"${String(kind.const)}"\``, '', kind.description ?? ''], ...rows];
}

function row(name: string, node: Node, parent: Node, key: string): string[] {
  const isRequired = parent.required?.includes(key) ?? false;
  // The setting's group may have the default, too.
  const value = node.default ?? groupSchema.safeParse(parent.default).data?.[key];
  const fallback = value === undefined ? (isRequired ? '**required**' : 'none') : `\`${JSON.stringify(value)}\``;
  return [`\`${name}\``, allowed(node), fallback, node.description ?? ''];
}

function allowed(node: Node): string {
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.oneOf) return 'one of the kinds below';
  if (node.anyOf) return node.anyOf.map((kind) => allowed(nodeSchema.parse(kind))).join(' or ');
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.type === 'integer' || node.type === 'number') return `${node.minimum} to ${node.maximum}`;
  if (node.type === 'boolean') return '`true`, `false`';
  if (node.type === 'array') return 'list';
  if (node.type === 'object') {
    const names = Object.keys(node.properties ?? {});
    return names.length > 0 ? `\`{${names.join(', ')}}\`` : 'names and values';
  }
  return 'text';
}
