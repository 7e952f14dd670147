/** Source code with its imports renamed. */
export interface Renamed {
  readonly text: string;
  /** Number of changed lines. */
  readonly lines: number;
}

/**
 * Renames the packages that are imported, whole or by a file in them. Only what stands in quotes after `from`, `import`
 * or `require(` is touched: the same words in comments and messages are not.
 *
 * @param renames old names and new ones; a name that begins with another one is its own.
 */
export function renameImports(text: string, renames: Readonly<Record<string, string>>): Renamed {
  let lines = 0;
  const renamed = text.split('\n').map((line) => {
    const other = line.replace(
      /(\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire\(\s*)(['"])([^'"]+)\2/g,
      (_all, before: string, quote: string, specifier: string) => {
        return `${before}${quote}${renameSpecifier(specifier, renames)}${quote}`;
      },
    );
    if (other !== line) lines += 1;
    return other;
  });
  return { text: renamed.join('\n'), lines };
}

function renameSpecifier(specifier: string, renames: Readonly<Record<string, string>>): string {
  const name = Object.keys(renames).find((old) => specifier === old || specifier.startsWith(`${old}/`));
  return name === undefined ? specifier : `${renames[name]}${specifier.slice(name.length)}`;
}
