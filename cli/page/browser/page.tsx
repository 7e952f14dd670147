import './page.css';
import { render } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Place, StatusReading } from '../api/common';
import { Headline } from './headline';
import { Events } from './server';
import { StatusPanel } from './status-panel';
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
  const place = useDocument<Place>('/api/place', undefined);
  const status = useDocument<StatusReading>('/api/status', 'status');
  return (
    <>
      <Headline place={place.document} status={status.document} isConnected={isConnected} />
      <main>
        <StatusPanel status={status.document} />
      </main>
    </>
  );
}

const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
