/** Version number as major, minor and patch. */
export type Version = readonly [number, number, number];

interface Term {
  readonly operator: string;
  readonly version: Version;
  /** Number of version parts written: `~> 6.20` has two and admits 6.99, `~> 6.20.1` has three and does not. */
  readonly written: number;
}

/** Version constraint of Terraform, with the range of the versions it admits. */
export interface VersionConstraint {
  readonly terms: readonly Term[];
  /** Lowest admitted version. */
  readonly lowest: Version;
  /** First version above the range; `undefined` without an upper end. */
  readonly below: Version | undefined;
}

const TERM = /^(=|!=|>=|>|<=|<|~>)?\s*(\d{1,4})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))?$/;

/**
 * Parses a constraint such as `>= 6.20, < 7.0`; `undefined` if it is invalid.
 * https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function readConstraint(text: string): VersionConstraint | undefined {
  const terms: Term[] = [];
  for (const part of text.split(',')) {
    const [, operator = '=', major, minor, patch] = TERM.exec(part.trim()) ?? [];
    if (major === undefined) return undefined;
    const written = 1 + Number(minor !== undefined) + Number(patch !== undefined);
    // Every version fits "~> 6" that is newer than 6: nobody means that.
    if (operator === '~>' && written === 1) return undefined;
    terms.push({ operator, version: [Number(major), Number(minor ?? 0), Number(patch ?? 0)], written });
  }
  const lowest = terms.flatMap(lowestOf).sort(compareVersions).at(-1) ?? [0, 0, 0];
  return { terms, lowest, below: terms.flatMap(belowOf).sort(compareVersions).at(0) };
}

/** True if a constraint admits the version. */
export function admits({ terms }: VersionConstraint, tried: Version): boolean {
  return terms.every((term) => {
    const order = compareVersions(tried, term.version);
    switch (term.operator) {
      case '=':
        return order === 0;
      case '!=':
        return order !== 0;
      case '>':
        return order > 0;
      case '<':
        return order < 0;
      default: {
        const [lowest, below] = [lowestOf(term)[0], belowOf(term)[0]];
        return !(
          (lowest !== undefined && compareVersions(tried, lowest) < 0) ||
          (below !== undefined && compareVersions(tried, below) >= 0)
        );
      }
    }
  });
}

/** Orders versions by number. */
export function compareVersions(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** Version as text: `6.20.0`. */
export function versionText(version: Version): string {
  return version.join('.');
}

function lowestOf({ operator, version }: Term): Version[] {
  if (operator === '>') return [next(version)];
  return ['=', '>=', '~>'].includes(operator) ? [version] : [];
}

function belowOf({ operator, version, written }: Term): Version[] {
  const [major, minor] = version;
  switch (operator) {
    case '=':
    case '<=':
      return [next(version)];
    case '<':
      return [version];
    case '~>':
      return written === 2 ? [[major + 1, 0, 0]] : [[major, minor + 1, 0]];
    default:
      return [];
  }
}

function next([major, minor, patch]: Version): Version {
  return [major, minor, patch + 1];
}
