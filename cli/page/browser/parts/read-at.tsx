import { duration } from '../../../times';
import { useNow } from './use-now';

/** Age of what is shown, counting. A screen reader hears it when it comes by, not every second. */
export function ReadAt({ at }: { readonly at: string | null | undefined }) {
  const now = useNow(1000);
  if (!at) return <span class="read-at">not read yet</span>;
  return (
    <span class="read-at">
      read <time dateTime={at}>{ageText(at, now)}</time> ago
    </span>
  );
}

/** Age in words; a clock that runs ahead makes it no less than 0 s. */
export function ageText(at: string, now: Date): string {
  return duration(Math.max(0, (now.getTime() - Date.parse(at)) / 1000));
}
