import { errorText } from '../../../tools/error-text';
import type { Read } from '../facts';

/** Names of AWS's errors for a thing that does not exist. */
const MISSING: readonly string[] = [
  'ResourceNotFoundException',
  'NotFoundException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
];

/** Reads a part; an error leaves that part alone unread. */
export async function readPart<T>(read: () => Promise<T>): Promise<Read<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { because: troubleText(error), ...(isMissing(error) ? { isMissing: true as const } : {}) };
  }
}

/** Sentence on an error, for a person. */
export function troubleText(error: unknown): string {
  const text = errorText(error);
  if (typeof text === 'string') return text;
  return text instanceof Error ? `${text.name}: ${text.message}` : String(text);
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Adapters of the manager wrap the service's error.
  return MISSING.includes(error.name) || (error.name === 'SnapshotApiError' && isMissing(error.cause));
}
