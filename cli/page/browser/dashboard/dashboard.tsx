import './dashboard.css';
import { useState } from 'preact/hooks';
import {
  type DashboardDocument,
  type DashboardName,
  type DashboardReading,
  type DashboardsReading,
  FIRST_RANGE,
  RANGES,
  type Range,
} from '../../api/dashboard';
import { Problem } from '../parts/problem';
import { ReadAt } from '../parts/read-at';
import { Waiting } from '../parts/waiting';
import { read } from '../server';
import { useDocument } from '../use-document';
import { WidgetBox } from './widget-box';

interface DashboardProps {
  readonly timeZone: string;
  readonly isLocal: boolean;
}

/** Screen of the deployed dashboards: one of them at a time, in a range that is chosen. */
export function Dashboard({ timeZone, isLocal }: DashboardProps) {
  const list = useDocument<DashboardsReading>('/api/dashboards', 'dashboard');
  const [chosen, setChosen] = useState<string>();
  const [range, setRange] = useState<Range>(FIRST_RANGE);
  const dashboards = list.document?.document?.dashboards;
  if (dashboards === undefined) return <Waiting loaded={list} what="the dashboards" />;
  const name = dashboards.some((each) => each.name === chosen) ? chosen : dashboards[0]?.name;
  return (
    <section aria-labelledby="dashboard-title">
      <h2 id="dashboard-title">Deployed dashboard</h2>
      {name === undefined ? (
        <p>No dashboard of this deployment exists: kda apply-stacks deploys it.</p>
      ) : (
        <Chosen {...{ dashboards, name, range, timeZone, isLocal }} onName={setChosen} onRange={setRange} />
      )}
    </section>
  );
}

interface ChosenProps extends DashboardProps {
  readonly dashboards: readonly DashboardName[];
  readonly name: string;
  readonly range: Range;
  readonly onName: (name: string) => void;
  readonly onRange: (range: Range) => void;
}

function Chosen({ dashboards, name, range, timeZone, isLocal, onName, onRange }: ChosenProps) {
  const path = `/api/dashboards/${encodeURIComponent(name)}?range=${range}`;
  const loaded = useDocument<DashboardReading>(path, 'dashboard');
  const [anew, setAnew] = useState<DashboardReading>();
  const [isReading, setReading] = useState(false);
  const reading = newestOf(loaded.document, anew, name, range);
  const refresh = async () => {
    setReading(true);
    // A failure is in the next answer, too.
    setAnew(await read<DashboardReading>(`${path}&anew`).catch(() => undefined));
    setReading(false);
  };
  return (
    <>
      <div class="dashboard-bar">
        <Names {...{ dashboards, name, onName }} />
        <RangeButtons range={range} onRange={onRange} />
        <button type="button" onClick={() => void refresh()} disabled={isReading}>
          Refresh
        </button>
        <ReadAt at={reading?.readAt} />
      </div>
      <Problem text={loaded.problem ?? reading?.problem} />
      {reading?.document ? (
        <DashboardGrid {...{ document: reading.document, timeZone, isLocal }} />
      ) : (
        <Waiting what="the dashboard" />
      )}
    </>
  );
}

/** Newest of two readings of what is chosen; the one before stays while the next is read. */
function newestOf(
  loaded: DashboardReading | undefined,
  anew: DashboardReading | undefined,
  name: string,
  range: Range,
): DashboardReading | undefined {
  const isChosen = anew?.document?.name === name && anew.document.range === range;
  return isChosen && (anew.readAt ?? '') > (loaded?.readAt ?? '') ? anew : loaded;
}

interface NamesProps {
  readonly dashboards: readonly DashboardName[];
  readonly name: string;
  readonly onName: (name: string) => void;
}

function Names({ dashboards, name, onName }: NamesProps) {
  if (dashboards.length < 2) return null;
  return (
    <label>
      <span class="spoken">Dashboard </span>
      <select value={name} onChange={(event) => onName(event.currentTarget.value)}>
        {dashboards.map((each) => (
          <option key={each.name} value={each.name}>
            {each.application ?? 'All applications'}
          </option>
        ))}
      </select>
    </label>
  );
}

const RANGE_WORDS: Readonly<Record<Range, string>> = {
  '1h': '1 hour',
  '3h': '3 hours',
  '12h': '12 hours',
  '1d': '1 day',
  '3d': '3 days',
  '1w': '1 week',
  '1M': '30 days',
};

export function RangeButtons({ range, onRange }: { readonly range: Range; readonly onRange: (range: Range) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields, and these are buttons.
    <div class="range-buttons" role="group" aria-label="Time range">
      {RANGES.map((each) => (
        <button key={each} type="button" aria-pressed={each === range} onClick={() => onRange(each)}>
          <span aria-hidden="true">{each}</span>
          <span class="spoken">{RANGE_WORDS[each]}</span>
        </button>
      ))}
    </div>
  );
}

interface DashboardGridProps extends DashboardProps {
  readonly document: DashboardDocument;
}

/** Widgets of a dashboard in its grid of 24 columns. */
export function DashboardGrid({ document, timeZone, isLocal }: DashboardGridProps) {
  const { widgets, notes, name, range } = document;
  return (
    <>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <CostLine document={document} />
      <div class="dashboard-grid">
        {widgets.map((widget, index) => (
          <WidgetBox key={`${name} ${index}`} {...{ widget, range, timeZone, isLocal }} />
        ))}
      </div>
    </>
  );
}

function CostLine({ document }: { readonly document: DashboardDocument }) {
  const { metrics, everySeconds, usdAnHour } = document.reading;
  if (usdAnHour === null) return null;
  const every = everySeconds === 60 ? 'once a minute' : `every ${everySeconds / 60} minutes`;
  return (
    <p class="quiet">
      CloudWatch is asked for {metrics} metrics {every}: about ${usdAnHour.toFixed(3)} an hour while this is open.
    </p>
  );
}
