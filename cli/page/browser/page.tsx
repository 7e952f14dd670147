import './page.css';
import { render } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Place, StatusReading } from '../api/common';
import { Events } from './server';
import { SCREENS, type Screen, screenOf } from './shell/screens';
import { Shell } from './shell/shell';
import { useHash } from './shell/use-hash';
import { StatusPanel } from './status/status-panel';
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

/** Screens that there are: each has a component below. */
const THERE: readonly Screen[] = SCREENS.filter(({ id }) => id === 'safety');

function Screens({ isConnected }: { readonly isConnected: boolean }) {
  const place = useDocument<Place>('/api/place', undefined).document;
  const status = useDocument<StatusReading>('/api/status', 'status').document;
  const current = screenOf(useHash(), THERE);
  return (
    <Shell {...{ place, status, isConnected, current }} screens={THERE}>
      {current.id === 'safety' ? <StatusPanel status={status} /> : null}
    </Shell>
  );
}

const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
