import type { TimeText } from '../../../status/words';

/** Times as documents have them within a sentence. */
const UTC = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** Sentence of a document with its times as people read them. */
export function localSentence(sentence: string, time: TimeText): string {
  return sentence.replace(UTC, (text) => time(new Date(text)));
}
