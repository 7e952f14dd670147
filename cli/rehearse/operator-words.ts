import type { MappedOperator } from './mapping';
import { bytesText } from './sizes';

/** `"age-statistic" (1.3 kB)`. */
export function label({ id, name, bytes }: MappedOperator): string {
  return `${name === null ? `operator ${id}` : `"${name}"`} (${bytesText(bytes)})`;
}

/** `in 8 s with 57 records`. */
export function watchedText({ seconds, records }: NonNullable<MappedOperator['watched']>): string {
  return `in ${seconds} s with ${records} ${records === 1 ? 'record' : 'records'}`;
}
