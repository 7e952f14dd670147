import type { VerdictWord } from '../../../status/words';

interface Judged {
  readonly name: string;
  readonly status: string | null;
  readonly verdict: VerdictWord;
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
}

const ORDER = ['unsafe', 'unknown', 'safe', 'on-purpose'] as const satisfies readonly VerdictWord[];

/** Applications by their verdicts, the gravest first, each verdict's in the order of `kda status`. */
export function inOrder<Application extends Judged>(applications: readonly Application[]): readonly Application[] {
  return ORDER.flatMap((verdict) => applications.filter((each) => each.verdict === verdict));
}

const WORDS = { safe: 'safe', unsafe: 'not safe', unknown: 'unknown', 'on-purpose': 'on purpose' } as const;

/** Applications that have every word of the filter in their name, state, verdict, reasons or notes. */
export function filtered<Application extends Judged>(
  applications: readonly Application[],
  filter: string,
): readonly Application[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return applications.filter(({ name, status, verdict, reasons, notes }) => {
    const text = [name, status ?? '', WORDS[verdict], ...reasons, ...notes].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
