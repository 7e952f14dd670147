import { DRILL_WORDS } from '../../lambda-src/snapshot-manager/domain/drill/drill-words';

/**
 * Words for a row as people read them. Of a drill they say how it ended: `drilled` alone looks like a proof.
 *
 * @param outcome word of `kda history --outcome`.
 */
export function whatHappened({
  outcome,
  verdict,
}: {
  readonly outcome: string;
  readonly verdict?: string | null | undefined;
}): string {
  if (outcome !== 'drilled') return outcome;
  const [, words] = Object.entries(DRILL_WORDS).find(([each]) => each === verdict) ?? [];
  return words ?? 'drill without proof';
}
