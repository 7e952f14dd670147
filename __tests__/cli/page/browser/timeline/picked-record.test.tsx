import { render } from 'preact';
import type { Topic } from '../../../../../cli/page/api/common';
import { type Events, read } from '../../../../../cli/page/browser/server';
import { type Records, useRecord } from '../../../../../cli/page/browser/timeline/use-record';
import { EventsContext } from '../../../../../cli/page/browser/use-document';

const POINT = { application: 'orders', at: 1_795_834_920_000, what: 'taken' };

test('the record of a picked point is read again when its time line changed: its snapshot may be gone or suspect by now', async () => {
  let state = 'READY, kept';
  let reads = 0;
  const before = globalThis.fetch;
  globalThis.fetch = (async () => {
    reads += 1;
    return Response.json({
      application: 'orders',
      at: POINT.at,
      readAt: '2026-11-28T14:00:00.000Z',
      records: [{ text: state, command: null }],
    });
  }) as typeof fetch;
  const listeners = new Set<(topics: readonly Topic[]) => void>();
  const events = {
    read,
    listen: (listener: (topics: readonly Topic[]) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Events;
  let shown: Records | undefined;
  function Probe() {
    shown = useRecord(POINT);
    return null;
  }
  const nowhere = { childNodes: [], firstChild: null, namespaceURI: '', insertBefore: () => undefined };
  const wait = (ms: number) => new Promise((end) => setTimeout(end, ms));
  try {
    render(
      <EventsContext.Provider value={events}>
        <Probe />
      </EventsContext.Provider>,
      nowhere as unknown as Element,
    );
    await wait(600);
    expect(shown?.answer?.records[0]?.text).toBe('READY, kept');
    state = 'gone';
    for (const listener of listeners) listener(['timeline']);
    await wait(600);
    expect({ reads, text: shown?.answer?.records[0]?.text }).toEqual({ reads: 2, text: 'gone' });
  } finally {
    globalThis.fetch = before;
  }
});
