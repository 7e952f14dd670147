/** Terraform's own, which no service sees. */
const META = new Set(['//', 'depends_on', 'lifecycle', 'override_provider', 'provider', 'timeouts']);

/** Attributes that are maps, not blocks: changed as a whole. */
const MAPS = new Set(['dimensions', 'input_paths', 'metadata', 'property_map', 'tags', 'tags_all', 'variables']);

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True if the value is a block, or a list of blocks. */
function isBlock(name: string, value: unknown): boolean {
  if (MAPS.has(name)) return false;
  return isFields(value) || (Array.isArray(value) && value.some(isFields));
}

/** Values of each attribute by its path, blocks opened and their indexes left out. */
export function attributesOf(resource: Fields, prefix = ''): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const [name, value] of Object.entries(resource)) {
    if (prefix === '' && META.has(name)) continue;
    const path = `${prefix}${name}`;
    if (!isBlock(name, value)) {
      found.set(path, [...(found.get(path) ?? []), value]);
      continue;
    }
    for (const block of [value].flat()) {
      for (const [inner, values] of attributesOf(isFields(block) ? block : {}, `${path}.`)) {
        found.set(inner, [...(found.get(inner) ?? []), ...values]);
      }
    }
  }
  return found;
}

/**
 * The same resource with each attribute replaced by what `change` makes of it. `undefined`: the attribute goes, with the
 * outermost block in which it stands.
 */
export function withChanges(
  resource: Fields,
  change: (path: string, value: unknown) => unknown,
  prefix = '',
): Fields | undefined {
  const entries: [string, unknown][] = [];
  for (const [name, value] of Object.entries(resource)) {
    if (prefix === '' && META.has(name)) {
      entries.push([name, value]);
      continue;
    }
    const path = `${prefix}${name}`;
    const changed = isBlock(name, value)
      ? withChangedBlocks(value, (block) => withChanges(block, change, `${path}.`))
      : change(path, value);
    if (changed !== undefined) entries.push([name, changed]);
    else if (prefix !== '') return undefined;
  }
  return Object.fromEntries(entries);
}

function withChangedBlocks(value: unknown, change: (block: Fields) => Fields | undefined): unknown {
  if (!Array.isArray(value)) return isFields(value) ? change(value) : value;
  const blocks = value.flatMap((block) => (isFields(block) ? (change(block) ?? []) : []));
  return blocks.length === 0 ? undefined : blocks;
}
