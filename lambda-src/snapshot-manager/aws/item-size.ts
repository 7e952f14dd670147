import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * DynamoDB's limit of an item, 400 KB with attribute names ("Constraints in Amazon DynamoDB"). Half a thousand
 * snapshots with the longest names fill it, so the lists of a run are cut to what the other attributes leave.
 */
export const MAX_ITEM_BYTES = 400 * 1024;
/** Reserve for the overhead of attributes and for attributes of other versions. */
const SLACK_BYTES = 16 * 1024;

export interface BoundedList {
  readonly attribute: string;
  readonly values: readonly string[];
}

export interface Bounded {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Sentence that names the incomplete lists; `undefined` if all are complete. */
  readonly truncated: string | undefined;
}

/**
 * Lists as attributes, cut so that the item stays below DynamoDB's limit. The first list is cut last; each keeps its
 * beginning.
 *
 * @param otherBytes size of the item without the lists.
 */
export function boundedLists(lists: readonly BoundedList[], otherBytes: number): Bounded {
  let left = MAX_ITEM_BYTES - SLACK_BYTES - otherBytes;
  const attributes: Record<string, AttributeValue> = {};
  const cuts: string[] = [];
  for (const { attribute, values } of lists) {
    const fitting: AttributeValue[] = [];
    for (const value of values) {
      left -= entryBytes(value);
      if (left < 0) break;
      fitting.push({ S: value });
    }
    attributes[attribute] = { L: fitting };
    if (fitting.length < values.length) {
      cuts.push(`${attribute} names the first ${fitting.length} of ${values.length}`);
      // Shorter entries of what follows must not take the place of what was cut.
      left = 0;
    }
  }
  const truncated = cuts.length > 0 ? `An item holds 400 KB: ${cuts.join('; ')}.` : undefined;
  return { attributes, truncated };
}

/** Upper bound of an item's size in bytes (strings and numbers): DynamoDB packs digits in pairs. */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const own = value.L
      ? 3 + value.L.reduce((bytes, entry) => bytes + entryBytes(entry.S ?? ''), 0)
      : bytesOf(value.S ?? value.N ?? '');
    return sum + bytesOf(name) + own;
  }, 0);
}

/** Size of a list entry in bytes: its value plus one. */
function entryBytes(value: string): number {
  return bytesOf(value) + 1;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
