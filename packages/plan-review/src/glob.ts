/**
 * Whether a text fits a pattern, in which `*` stands for any characters, none included. `fits` compares any other character
 * of the pattern with one of the text. Goes back to the last `*` only, so that no pattern takes more comparisons than it
 * has characters times the text's: a regular expression of many `.*` would never come to an end.
 */
export function matchesGlob(
  pattern: string,
  text: string,
  fits: (ofPattern: string, ofText: string) => boolean = (one, other) => one === other,
): boolean {
  let inPattern = 0;
  let lastStar = -1;
  /** Where the text goes on after what the last `*` has taken. */
  let afterStar = 0;
  for (let inText = 0; inText < text.length; ) {
    const wanted = pattern.charAt(inPattern);
    if (wanted === '*') {
      lastStar = inPattern;
      afterStar = inText;
      inPattern += 1;
    } else if (wanted !== '' && fits(wanted, text.charAt(inText))) {
      inPattern += 1;
      inText += 1;
    } else if (lastStar >= 0) {
      afterStar += 1;
      inPattern = lastStar + 1;
      inText = afterStar;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
