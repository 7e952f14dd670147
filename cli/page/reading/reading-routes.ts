import type { ReadingDocument } from '../api/reading';
import type { PageContext } from '../context';
import type { Route } from '../server/routes';
import { costOf, costSentence } from './reading-cost';

/** Calls that the page has made, and what they cost. Nothing is read for it. */
export function readingRoutes(context: PageContext): Route[] {
  const since = new Date().toISOString();
  return [{ method: 'GET', path: /\/api\/reading/, answer: () => readingDocument(context, since) }];
}

function readingDocument({ watch, counter, isLocal }: PageContext, since: string): ReadingDocument {
  const cost = isLocal ? null : costOf(watch.done());
  return {
    ...{ since, at: new Date().toISOString(), visible: watch.pages },
    ...{ calls: counter.calls(), intervals: watch.intervals() },
    ...{ cost, sentence: costSentence(cost) },
  };
}
