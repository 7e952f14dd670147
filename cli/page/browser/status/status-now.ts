import { useEffect, useState } from 'preact/hooks';
import type { StatusReading } from '../../api/common';

/** Age from which an answer says nothing about now: two looks at a real account. */
export const OLD_MS = 120_000;

const LOOK_MS = 5000;

type Verdict = NonNullable<StatusReading['document']>['applications'][number]['verdict'];

/** True when a status tells no more whether anything is safe now: it is old by any clock, or the newest look failed. */
export function isOld({ readAt, problem }: StatusReading, isConnected: boolean, now: number): boolean {
  return !isConnected || problem !== null || (readAt !== null && Math.abs(now - Date.parse(readAt)) > OLD_MS);
}

/** Status of which nothing is called safe any more; what was not safe stays so. */
export function withoutSafe(status: StatusReading): StatusReading {
  const { document } = status;
  if (document === null) return status;
  const { applications, delivery, overall } = document;
  const aged = <Part extends { readonly verdict: Verdict }>(part: Part): Part =>
    part.verdict === 'unsafe' ? part : { ...part, verdict: 'unknown' };
  return {
    ...status,
    document: {
      ...document,
      safe: false,
      overall: overall === 'unsafe' ? 'unsafe' : 'unknown',
      applications: applications.map(aged),
      delivery: aged(delivery),
    },
  };
}

/** Newest status as far as it counts now, and whether it is old. Looks at the clock again and again. */
export function useStatusNow(
  status: StatusReading | undefined,
  isConnected: boolean,
): { readonly status: StatusReading | undefined; readonly isOld: boolean } {
  const isOldNow = () => status !== undefined && isOld(status, isConnected, Date.now());
  const [, setOld] = useState(false);
  useEffect(() => {
    const look = () => setOld(isOldNow());
    const timer = setInterval(look, LOOK_MS);
    // A page that was hidden for long is old at once.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [status, isConnected]);
  const old = isOldNow();
  return { status: status && old ? withoutSafe(status) : status, isOld: old };
}
