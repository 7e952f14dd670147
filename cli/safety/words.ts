import { duration } from '../times';

/** Sentence whose times are not written yet: the page, the terminal and JSON write them differently. */
export type Words = readonly (string | Date)[];

/** Tag of a sentence with times in it. */
export function words(texts: TemplateStringsArray, ...values: readonly (string | number | Date)[]): Words {
  return texts.flatMap((text, index): (string | Date)[] => {
    const value = values[index];
    if (value === undefined) return [text];
    return [text, value instanceof Date ? value : String(value)];
  });
}

/** Sentence with its times written by `timeText`. */
export function written(sentence: Words, timeText: (time: Date) => string): string {
  return sentence.map((part) => (part instanceof Date ? timeText(part) : part)).join('');
}

/** Time in UTC to the second, as JSON and its readers write it. */
export function utcText(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Time between two moments in words; none is negative. */
export function spanText(from: Date, to: Date): string {
  return duration(secondsBetween(from, to));
}

export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}
