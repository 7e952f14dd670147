/** Command lines of a mail: its last line, `Next: kda …`, and lines that are a command alone. */
export function commandsIn(text: string): readonly string[] {
  const found = [...text.matchAll(/^\s*(?:Next: )?((?:npx )?kda \S.*?)\s*$/gm)].flatMap(([, line]) => line ?? []);
  return [...new Set(found)];
}
