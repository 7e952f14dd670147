/** Whether one character of a pattern (any but `*`) matches one of a name. */
export type FitsCharacter = (wanted: string, found: string) => boolean;

/**
 * True if the whole name matches the pattern: `*` is any text, also none, `?` is one character, everything else is
 * itself. Same language as IAM's, so that the manager's role covers exactly these applications. The time is
 * at most proportional to the product of both lengths, unlike a regular expression's.
 *
 * @param fits other rules for single characters than `?` and itself.
 */
export function fitsPattern(name: string, pattern: string, fits: FitsCharacter = isOneCharacter): boolean {
  let inName = 0;
  let inPattern = 0;
  /** Position to continue from when the text after the last `*` does not match: that `*` takes one character more. */
  let retry: { inName: number; readonly inPattern: number } | undefined;
  while (inName < name.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      inPattern += 1;
      retry = { inName, inPattern };
    } else if (wanted !== undefined && fits(wanted, name.charAt(inName))) {
      inName += 1;
      inPattern += 1;
    } else if (retry) {
      retry.inName += 1;
      inName = retry.inName;
      inPattern = retry.inPattern;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}

function isOneCharacter(wanted: string, found: string): boolean {
  return wanted === '?' || wanted === found;
}
