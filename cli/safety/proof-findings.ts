import { type ApplicationFacts, known } from './facts';
import { type Finding, note } from './findings';
import { words } from './words';

const DAY_MS = 86_400_000;

/** Findings on the last proof: none within the objective, or none at all. */
export function proofFindings(facts: ApplicationFacts, now: Date): Finding[] {
  if ('isMissing' in facts.seen) return [];
  return overdue(facts, now);
}

function overdue({ provenWithinDays: days, proven }: ApplicationFacts, now: Date): Finding[] {
  const search = known(proven);
  if (days === undefined || search === undefined) return [];
  const due = new Date(now.getTime() - days * DAY_MS);
  const { proof, searchedSince } = search;
  const objective = `the objective is ${days === 1 ? '1 day' : `${days} days`}`;
  if (proof) return proof.at >= due ? [] : [note(words`no restore was proven since ${proof.at}: ${objective}`)];
  // Rows before that time were not read; all that matters is whether the objective is broken.
  if (searchedSince) return searchedSince > due ? [] : [note(words`no restore was proven since ${due}: ${objective}`)];
  return [note(words`no restore was ever proven: ${objective}`)];
}
