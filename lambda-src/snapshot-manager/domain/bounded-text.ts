/** Cuts unbounded text, such as an error's, to a readable length. */
export function boundedText(value: string, maxCharacters: number): string {
  return value.length > maxCharacters ? `${value.slice(0, maxCharacters - 1)}…` : value;
}
