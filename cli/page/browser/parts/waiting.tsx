import type { Reading } from '../../api/common';
import type { Loaded } from '../use-document';
import { Problem } from './problem';

/** Stands for a reading that has no document yet, in the height that its answer will have. */
export function Waiting({ loaded, what }: { readonly loaded: Loaded<Reading<unknown>>; readonly what: string }) {
  const problem = loaded.problem ?? loaded.document?.problem;
  return <div class="waiting">{problem ? <Problem text={problem} /> : <p class="quiet">Reading {what} …</p>}</div>;
}
