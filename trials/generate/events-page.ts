import { DETAIL_SCHEMA, type JsonSchema } from '../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { DETAIL_TYPES } from '../../lambda-src/snapshot-manager/domain/events/outcome-event';
import { markdownTable, withPart } from './document-part';

const FILE = 'docs/events.md';

/** JSON schema of an event's detail. */
export function eventsSchema(): string {
  return `${JSON.stringify(DETAIL_SCHEMA, undefined, 2)}\n`;
}

/**
 * Updates the tables of detail-types and fields in the page.
 *
 * @throws Error when the marks of one are missing.
 */
export function withEventTables(document: string): string {
  return withPart(withPart(document, FILE, 'detail-types', detailTypes()), FILE, 'fields', fields());
}

function detailTypes(): string {
  const rows = Object.entries(DETAIL_TYPES).map(([outcome, detailType]) => [`\`${detailType}\``, `\`${outcome}\``]);
  return markdownTable(['`detail-type`', '`detail.outcome`'], rows);
}

function fields(): string {
  return markdownTable(['field of `detail`', 'type', 'always', 'meaning'], rowsOf(DETAIL_SCHEMA, ''));
}

function rowsOf({ properties = {}, required = [] }: JsonSchema, path: string): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const always = required.includes(name) ? 'yes' : '';
    const row = [`\`${path}${name}\``, schema.format ? 'time' : schema.type, always, schema.description ?? ''];
    return [row, ...rowsOf(schema, `${path}${name}.`)];
  });
}
