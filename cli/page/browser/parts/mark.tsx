import { MARKS, type VerdictWord } from '../../../status/words';

const SPOKEN = { safe: 'safe', unsafe: 'not safe', 'on-purpose': 'stopped on purpose', unknown: 'unknown' } as const;

interface MarkProps {
  readonly verdict: VerdictWord;
  /** True: a word beside it says it already. */
  readonly isWordElsewhere?: boolean;
}

/** Sign of a verdict: a shape and a colour, and a word for who sees neither. */
export function Mark({ verdict, isWordElsewhere = false }: MarkProps) {
  return (
    <>
      <span class="mark" data-verdict={verdict} aria-hidden="true">
        {MARKS[verdict]}
      </span>
      {isWordElsewhere ? null : <span class="spoken">{SPOKEN[verdict]}: </span>}
    </>
  );
}
