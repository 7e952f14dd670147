import './first';
import './page.css';
import { render } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Place, StatusReading } from '../api/common';
import type { ReadingDocument } from '../api/reading';
import { AlarmsScreen } from './alarms/alarms-screen';
import { Dashboard } from './dashboard/dashboard';
import { RunsScreen } from './runs/runs-screen';
import { Events } from './server';
import { PlaceContext } from './shell/place-context';
import { askedFor, SCREENS, screenOf } from './shell/screens';
import { Shell } from './shell/shell';
import { useHash } from './shell/use-hash';
import { useStatusNow } from './status/status-now';
import { StatusScreen } from './status/status-screen';
import { Timeline } from './timeline/timeline';
import { TourScreen } from './tour/tour-screen';
import { EventsContext, useDocument } from './use-document';

function Page() {
  const [isConnected, setConnected] = useState(true);
  const events = useMemo(() => new Events(setConnected), []);
  return (
    <EventsContext.Provider value={events}>
      <Screens isConnected={isConnected} />
    </EventsContext.Provider>
  );
}

function Screens({ isConnected }: { readonly isConnected: boolean }) {
  const place = useDocument<Place>('/api/place', undefined).document;
  const read = useDocument<StatusReading>('/api/status', 'status').document;
  const { status, isOld } = useStatusNow(read, isConnected);
  const reading = useDocument<ReadingDocument>('/api/reading', 'reading').document;
  const hash = useHash();
  const screens = SCREENS.filter(({ id }) => place?.isLocal || id !== 'tour');
  const current = screenOf(hash, screens);
  return (
    <PlaceContext.Provider value={place}>
      <Shell {...{ place, status, reading, isConnected, isOld, current }} screens={screens}>
        {current.id === 'safety' ? <StatusScreen status={status} /> : null}
        {current.id === 'dashboard' && place ? <Dashboard timeZone={place.timeZone} isLocal={place.isLocal} /> : null}
        {current.id === 'safety' && place && status?.document ? (
          <Timeline applications={status.document.applications.map(({ name }) => name)} timeZone={place.timeZone} />
        ) : null}
        {current.id === 'alarms' ? <AlarmsScreen /> : null}
        {current.id === 'runs' ? <RunsScreen status={status} wanted={askedFor(hash, 'application')} /> : null}
        {current.id === 'tour' ? <TourScreen status={status} /> : null}
      </Shell>
    </PlaceContext.Provider>
  );
}

const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
