import type { Reading } from '../../api/common';
import type { Loaded } from '../use-document';
import { Problem } from './problem';

interface WaitingProps {
  readonly what: string;
  /** Reading whose problem stands here; undefined: it stands elsewhere. */
  readonly loaded?: Loaded<Reading<unknown>>;
}

/** Stands for a reading that has no document yet, in the height that its answer will have. */
export function Waiting({ what, loaded }: WaitingProps) {
  const problem = loaded?.problem ?? loaded?.document?.problem;
  return <div class="waiting">{problem ? <Problem text={problem} /> : <p class="quiet">Reading {what} …</p>}</div>;
}
