import { MARKS, type VerdictWord } from '../../../status/words';

const SPOKEN = { safe: 'safe', unsafe: 'not safe', 'on-purpose': 'stopped on purpose', unknown: 'unknown' } as const;

/** Sign of a verdict: a shape and a colour, and a word for who sees neither. */
export function Mark({ verdict }: { readonly verdict: VerdictWord }) {
  return (
    <>
      <span class="mark" data-verdict={verdict} aria-hidden="true">
        {MARKS[verdict]}
      </span>
      <span class="spoken">{SPOKEN[verdict]}: </span>
    </>
  );
}
