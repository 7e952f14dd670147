/**
 * Fullest variant of each part with which all parts fit. Variants go from the fullest to the least, which stays in any
 * case; earlier parts get the room first.
 */
export function fullestThatFit(parts: readonly (readonly string[])[], room: number): string[] {
  const cost = (text: string | undefined) => (text ? text.length + 1 : 0);
  let left = parts.reduce((rest, variants) => rest - cost(variants.at(-1)), room);
  return parts.map((variants) => {
    const least = variants.at(-1) ?? '';
    const chosen = variants.find((variant) => cost(variant) - cost(least) <= left) ?? least;
    left -= cost(chosen) - cost(least);
    return chosen;
  });
}
