import type { ServerResponse } from 'node:http';
import type { Changed, Topic } from '../api/common';
import { SECURITY_HEADERS } from './page-files';

/** Comment that keeps a silent connection alive. */
const ALIVE_MS = 15_000;

/** Pages that can be visible at once: as many windows as a person could look at. */
const MOST_STREAMS = 32;
/** Bytes that wait for a page that does not take them, before its stream is ended: it opens a new one. */
const MOST_WAITING_BYTES = 256 * 1024;

/** Streams of server-sent events: one for each page that is visible; a hidden page has none. */
export class EventStream {
  private readonly open = new Set<ServerResponse>();
  private readonly alive: NodeJS.Timeout;

  /** @param onCount told how many pages are visible whenever that changes. */
  constructor(private readonly onCount: (visible: number) => void) {
    this.alive = setInterval(() => this.send(': alive\n\n'), ALIVE_MS);
    this.alive.unref();
  }

  /**
   * Keeps an answer open for events, until the page closes it.
   *
   * @returns false when too many are open.
   */
  add(response: ServerResponse): boolean {
    if (this.open.size >= MOST_STREAMS) return false;
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    this.open.add(response);
    this.onCount(this.open.size);
    response.on('close', () => {
      this.open.delete(response);
      this.onCount(this.open.size);
    });
    return true;
  }

  /** Tells all visible pages that the documents of some topics changed. */
  changed(...topics: readonly Topic[]): void {
    const changed: Changed = { topics };
    this.send(`event: changed\ndata: ${JSON.stringify(changed)}\n\n`);
  }

  close(): void {
    clearInterval(this.alive);
    for (const response of this.open) response.end();
  }

  private send(text: string): void {
    for (const response of this.open) {
      if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
      else response.write(text);
    }
  }
}
