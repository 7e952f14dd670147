import type { MappedOperator } from './mapping';
import { bytesText } from './sizes';

/** `"age-statistic" (1.3 kB)`. */
export function label({ id, name, bytes }: MappedOperator): string {
  return `${name === null ? `operator ${id}` : `"${name}"`} (${bytesText(bytes)})`;
}
