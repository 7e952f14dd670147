import type { Place, StatusReading } from '../../api/common';

interface HeadlineProps {
  readonly place: Place | undefined;
  readonly status: StatusReading | undefined;
  readonly isConnected: boolean;
}

/** First lines of the page: where it looks, and the verdict. */
export function Headline({ place, status, isConnected }: HeadlineProps) {
  const found = status?.document;
  const where = place && [place.environment, place.region, found?.account, found?.identity].filter(Boolean).join(' · ');
  return (
    <div class="headline" data-verdict={found?.overall ?? 'reading'}>
      <h1>{found ? verdictOf(found.overall) : 'Reading …'}</h1>
      <p>{where}</p>
      {isConnected ? null : (
        <p role="alert">The program that serves this page does not answer: what is shown is old.</p>
      )}
    </div>
  );
}

function verdictOf(overall: 'safe' | 'unsafe' | 'unknown'): string {
  if (overall === 'safe') return 'Safe';
  return overall === 'unsafe' ? 'Not safe' : 'Not known';
}
