/**
 * Whether the whole name fits the pattern: `*` is any text, also none, `?` is one character, all else is itself. The
 * same language as IAM's, so that the role of the manager covers exactly these applications. Takes time in proportion
 * to both lengths, whatever the pattern; a regular expression would not.
 */
export function fitsPattern(name: string, pattern: string): boolean {
  let inName = 0;
  let inPattern = 0;
  /** Where to go on when the text after the last `*` does not fit: one character more for that `*`. */
  let retry: { inName: number; readonly inPattern: number } | undefined;
  while (inName < name.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      inPattern += 1;
      retry = { inName, inPattern };
    } else if (wanted === '?' || wanted === name[inName]) {
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
