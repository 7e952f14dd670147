/** Cuts a text that has no bound of its own, such as an error's, at a length that people still read. */
export function boundedText(value: string, maxCharacters: number): string {
  return value.length > maxCharacters ? `${value.slice(0, maxCharacters - 1)}…` : value;
}
