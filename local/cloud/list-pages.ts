import { CloudWatchError } from './cloudwatch-error';

/** One page of a list, with the token of the next one if there is one. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: { readonly NextToken?: string };
}

/**
 * Page of at most `most` items, from the place in the token.
 *
 * @throws CloudWatchError (InvalidNextToken)
 */
export function listPage<Item>(all: readonly Item[], most: number, token = 'from-0'): ListPage<Item> {
  const [, place] = /^from-(\d+)$/.exec(token) ?? [];
  if (place === undefined) {
    throw new CloudWatchError('InvalidNextToken', `NextToken "${token}" is not one that was returned.`);
  }
  const from = Number(place);
  const end = from + most;
  return { items: all.slice(from, end), next: end < all.length ? { NextToken: `from-${end}` } : {} };
}
