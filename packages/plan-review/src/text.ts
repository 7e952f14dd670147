import { codeSpan } from './markdown';

/** Reference to the complete list, for programs and for lists that are shortened. */
export const LISTS_EACH = '`review-plan --json` lists each.';

/** Text, or the beginning of a long text and its length. */
export function cut(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text.slice(0, longest)}… (${text.length.toLocaleString('en-US')} characters)`;
}

/** Code span with the beginning of a long text. */
export function shortCode(text: string, longest = 200): string {
  return codeSpan(cut(text, longest));
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
