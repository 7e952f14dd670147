import { ServiceError } from '../errors';

/** A NextToken that says where a list goes on; callers need not understand it. */
export function pageToken(list: string, position: number): string {
  return Buffer.from(`${list}:${position}`).toString('base64url');
}

/** The position in a token of the same list. Error: InvalidArgumentException. */
export function positionOf(list: string, token: string | undefined): number | undefined {
  if (token === undefined) return undefined;
  const [, tokenList, position] = /^(.*):(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (tokenList === list && position !== undefined) return Number(position);
  throw new ServiceError('InvalidArgumentException', `NextToken ${token} does not belong to this list`);
}
