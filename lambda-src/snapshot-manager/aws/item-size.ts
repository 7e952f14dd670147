import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * DynamoDB refuses items of more than 400 KB, attribute names included ("Constraints in Amazon DynamoDB"). Half a
 * thousand snapshots with the longest names fill that, so what a run says of each must fit into what the rest leaves.
 */
export const MAX_ITEM_BYTES = 400 * 1024;
/** For the overhead of attributes and for what other versions may add. */
const SLACK_BYTES = 16 * 1024;

export interface BoundedList {
  readonly attribute: string;
  readonly values: readonly string[];
}

export interface Bounded {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Which lists are not whole, in a sentence; none if all are. */
  readonly truncated: string | undefined;
}

/**
 * The lists as attributes, cut so that the item stays below DynamoDB's limit. The first lists are the last to be cut; of
 * each the beginning stays.
 *
 * @param otherBytes what the item takes without the lists.
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

/** Of an item of strings and numbers; at most that much, as DynamoDB packs digits in pairs. */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const own = value.L
      ? 3 + value.L.reduce((bytes, entry) => bytes + entryBytes(entry.S ?? ''), 0)
      : bytesOf(value.S ?? value.N ?? '');
    return sum + bytesOf(name) + own;
  }, 0);
}

/** An entry of a list costs one byte more than its value. */
function entryBytes(value: string): number {
  return bytesOf(value) + 1;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
