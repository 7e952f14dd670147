import { useEffect } from 'preact/hooks';
import { clockSkewText } from '../../../clock-skew-text';
import { alarmsText, MARKS, runsText, summaryText, type TimeText } from '../../../status/words';
import type { Place, StatusReading } from '../../api/common';
import type { ReadingDocument } from '../../api/reading';
import { Problem } from '../parts/problem';
import { ReadAt } from '../parts/read-at';
import { useTimes } from './place-context';

export interface HeadlineProps {
  readonly place: Place | undefined;
  readonly status: StatusReading | undefined;
  readonly reading: ReadingDocument | undefined;
  readonly isConnected: boolean;
  /** True: the status says nothing about now. */
  readonly isOld?: boolean;
}

/** Length of the names in the headline: of sixty applications the list below names all. */
const MOST_LETTERS = 100;

type Found = NonNullable<StatusReading['document']>;

const NO_SERVER =
  'There is no connection to the program that serves this page: what is shown is old. Start it again (kda page), or close some of its other pages.';

/** First lines of the page on every screen: the verdict in one sentence, where and when the page looked. */
export function Headline({ place, status, reading, isConnected, isOld = false }: HeadlineProps) {
  const found = status?.document ?? undefined;
  const time = useTimes(found?.at);
  const verdict = isOld ? oldVerdictOf(found, time) : verdictOf(found, status?.problem);
  const mark = found === undefined ? '…' : MARKS[found.overall];
  useEffect(() => {
    document.title = `${mark} ${verdict}`;
  }, [mark, verdict]);
  return (
    <div class="headline" data-verdict={found?.overall ?? 'reading'}>
      <p class="where quiet">{whereOf(place, found)}</p>
      <div class="verdict" role="status">
        <span class="mark" aria-hidden="true">
          {mark}
        </span>
        <h1>{verdict}</h1>
      </div>
      <p class="when">
        <Runs found={found} />
        <Alarms found={found} />
        <ReadAt at={status?.readAt} />
        <span class="quiet">{reading?.sentence}</span>
      </p>
      <Problem text={isConnected ? status?.problem : NO_SERVER} />
      <Problem text={found?.clockSkewSeconds ? clockSkewText(found.clockSkewSeconds) : null} />
    </div>
  );
}

function Runs({ found }: { readonly found: Found | undefined }) {
  const time = useTimes(found?.at);
  if (found === undefined) return <span>last run …</span>;
  const { lastRun, lastRunOk, nextRun, applications } = found;
  const last = lastRun === null ? null : { at: lastRun, isOk: lastRunOk === true };
  return <span>{runsText({ applications, nextRun, lastRun: last }, time)}</span>;
}

/** Number of alarms in ALARM: an application may be safe while something that endangers it has begun. */
function Alarms({ found }: { readonly found: Found | undefined }) {
  if (found === undefined) return <span>alarms …</span>;
  const { alarms } = found.delivery;
  const isAny = alarms === null || alarms.inAlarm.length > 0;
  return (
    <a class="alarms-now" data-any={isAny} href="#/alarms">
      {alarmsText(alarms ?? undefined)}
    </a>
  );
}

function verdictOf(found: Found | undefined, problem: string | null | undefined): string {
  if (found !== undefined) return summaryText(found, MOST_LETTERS);
  return problem ? 'It is not known whether everything is safe.' : 'Is everything safe? Reading …';
}

/** Verdict of an answer that says nothing about now. */
function oldVerdictOf(found: Found | undefined, time: TimeText): string {
  if (found === undefined) return 'It is not known whether everything is safe.';
  if (found.overall === 'unsafe') return summaryText(found, MOST_LETTERS);
  return `Not known now. The newest answer is of ${time(new Date(found.at))}.`;
}

function whereOf(place: Place | undefined, found: Found | undefined): string {
  if (place === undefined) return '…';
  const { environment, region, isLocal } = place;
  const account = isLocal ? 'local cloud' : found?.account?.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
  const who = found?.identity ? ` as ${found.identity}` : '';
  return [environment, region, account].filter(Boolean).join(' · ') + who;
}
