import type { Unread } from './facts';
import type { Words } from './words';

/** Answer for an application, or for the delivery of runs and news. */
export type Verdict = 'safe' | 'unsafe' | 'on-purpose' | 'unknown';

/** Something that was found: a reason for the verdict, or a note beside it. */
export interface Finding {
  /** `unsafe` and `unknown` decide the verdict; `note` says what a reader should know. */
  readonly weight: 'unsafe' | 'unknown' | 'note';
  readonly says: Words;
  /** Command that comes next. */
  readonly next?: string;
}

export function unsafe(says: Words, next: string): Finding {
  return { weight: 'unsafe', says, next };
}

export function unknown(says: Words, next = 'kda doctor'): Finding {
  return { weight: 'unknown', says, next };
}

/** Part that was not read: nobody knows, and there is nothing to say while it is being read. */
export function notRead(part: Unread, says: Words, next?: string): Finding {
  return part.isPending ? { weight: 'unknown', says: [] } : unknown(says, next);
}

export function note(says: Words): Finding {
  return { weight: 'note', says };
}

/** Verdict of findings, with what was found. */
export interface Judged {
  readonly verdict: Verdict;
  /** Reasons of the verdict, the gravest first; none for `safe`. */
  readonly reasons: readonly Words[];
  /** Facts that do not decide it. */
  readonly notes: readonly Words[];
  /** One command that comes next. */
  readonly nextCommand: string | undefined;
}

/** Judges findings: one unsafe fact outweighs all that is unknown. */
export function judged(findings: readonly Finding[]): Judged {
  const of = (weight: Finding['weight']) => findings.filter((finding) => finding.weight === weight);
  const [bad, open] = [of('unsafe'), of('unknown')];
  const decisive = [...bad, ...open].filter(({ says }) => says.length > 0);
  return {
    verdict: bad.length > 0 ? 'unsafe' : open.length > 0 ? 'unknown' : 'safe',
    reasons: decisive.map(({ says }) => says),
    notes: of('note').map(({ says }) => says),
    nextCommand: decisive[0]?.next,
  };
}
