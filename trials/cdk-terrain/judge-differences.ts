import { type Difference, jsonDifferences } from './json-differences';
import { EXPECTED_DIFFERENCES, type ExpectedDifference, type Variant } from './variants';

/** Content of `cdktf.out`: `<environment>/<path>` with slashes, and texts (of an asset: its hash). */
export type Synthesized = ReadonlyMap<string, string>;

export interface JudgedDifference extends Difference {
  readonly file: string;
  /** Undefined: nobody has explained it yet. */
  readonly reason: string | undefined;
}

export interface Judgement {
  readonly differences: readonly JudgedDifference[];
  /** Expected, but not there: the list of expectations is out of date. */
  readonly unseen: readonly ExpectedDifference[];
}

/** Holds what a variant made against what we make, and each difference against those that are explained. */
export function judgeDifferences(
  variant: Variant['id'],
  ours: Synthesized,
  theirs: Synthesized,
  expected: readonly ExpectedDifference[] = EXPECTED_DIFFERENCES,
): Judgement {
  const applicable = expected.filter(({ variants }) => variants.includes(variant));
  const seen = new Set<ExpectedDifference>();
  const differences = differencesOf(ours, theirs).map((difference): JudgedDifference => {
    const explanation = applicable.find((candidate) => explains(candidate, difference));
    if (explanation) seen.add(explanation);
    return { ...difference, reason: explanation?.reason };
  });
  return { differences, unseen: applicable.filter((candidate) => !seen.has(candidate)) };
}

interface LocatedDifference extends Difference {
  readonly file: string;
}

function differencesOf(ours: Synthesized, theirs: Synthesized): LocatedDifference[] {
  const files = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return files.flatMap((file): LocatedDifference[] => {
    const [one, other] = [ours.get(file), theirs.get(file)];
    if (one === undefined || other === undefined) {
      const [is, isThere] = [one, other].map((text) => (text === undefined ? '(absent)' : '(there)'));
      return [{ file, path: '(file)', ours: is ?? '', theirs: isThere ?? '' }];
    }
    if (file.endsWith('.json')) return jsonDifferences(one, other).map((difference) => ({ file, ...difference }));
    return one === other ? [] : [{ file, path: '(content)', ours: one, theirs: other }];
  });
}

function explains(expected: ExpectedDifference, { file, path, ours, theirs }: LocatedDifference): boolean {
  return matches(expected.file, file) && expected.path === path && expected.ours === ours && expected.theirs === theirs;
}

/** `*` in the pattern is any part between slashes. */
function matches(pattern: string, file: string): boolean {
  const [wanted, parts] = [pattern.split('/'), file.split('/')];
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}
