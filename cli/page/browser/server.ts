import type { Changed, Refusal, Topic } from '../api/common';

/** Error of the page's server, with its sentence. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
}

/** Error for a request that got no answer: the server may never have seen it. */
class NoAnswerError extends ServerError {}

/** Sentence of what a call threw. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reads a document of the page's server. @throws ServerError with a sentence. */
export async function read<Document>(path: string): Promise<Document> {
  return answerOf(await send(path, {}));
}

/** Asks the server to change something. @throws ServerError with a sentence. */
export async function change<Document>(path: string, body: object): Promise<Document> {
  const token = tokenIn(document);
  const headers = { 'content-type': 'application/json', 'x-kda-page-token': token };
  return answerOf(await send(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

function tokenIn(page: Document): string {
  return page.querySelector<HTMLMetaElement>('meta[name="kda-page-token"]')?.content ?? '';
}

/**
 * True when the server that answers now did not serve this page: it was started again, and has another token, another
 * version or another deployment.
 */
async function isOfAnotherServer(): Promise<boolean> {
  try {
    const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
    return tokenIn(page) !== tokenIn(document);
  } catch {
    // It is gone again: the next opening of the stream asks once more.
    return false;
  }
}

async function send(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch {
    throw new NoAnswerError('The program that serves this page does not answer. Start it again: kda page.');
  }
}

async function answerOf<Document>(answer: Response): Promise<Document> {
  const document = await answer.json();
  if (!answer.ok) throw new ServerError((document as Refusal).error);
  return document as Document;
}

/** Time after which the stream is opened again when the server refused it, and after which a lost request is repeated. */
const AGAIN_MS = 5000;

/** Told what changed; `all` after the stream opened again: anything may have changed meanwhile. */
type Listener = (topics: readonly Topic[] | 'all') => void;

/**
 * Stream of events from the server, open while the page is visible and closed while it is hidden: the server reads
 * nothing for a page that nobody sees.
 */
export class Events {
  private readonly listeners = new Set<Listener>();
  private source: EventSource | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private wasOpen = false;

  /** @param onConnection told whether the server answers, whenever that changes. */
  constructor(private readonly onConnection: (isConnected: boolean) => void) {
    document.addEventListener('visibilitychange', () => this.follow());
    this.follow();
  }

  /** @returns what ends the listening. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Reads a document. The server goes on looking at what a page asks for, so one request that is lost would leave the page
   * with what it has: everything is read again a little later.
   *
   * @throws ServerError with a sentence.
   */
  async read<Document>(path: string): Promise<Document> {
    try {
      return await read<Document>(path);
    } catch (error) {
      if (error instanceof NoAnswerError) this.later(() => this.tell('all'));
      throw error;
    }
  }

  /** Does something after a pause, once for all who want it meanwhile, unless the page is hidden by then. */
  private later(act: () => void): void {
    this.again ??= setTimeout(() => {
      this.again = undefined;
      if (!document.hidden) act();
    }, AGAIN_MS);
  }

  private follow(): void {
    if (document.hidden) {
      this.source?.close();
      this.source = undefined;
      return;
    }
    if (this.source !== undefined) return;
    const source = new EventSource('/events');
    source.addEventListener('open', () => {
      this.onConnection(true);
      this.tell('all');
      if (this.wasOpen) void this.reloadIfStartedAgain();
      this.wasOpen = true;
    });
    source.addEventListener('error', () => {
      this.onConnection(false);
      // A browser opens a broken stream again by itself, but not one that was refused, as by too many pages.
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.source = undefined;
      setTimeout(() => this.follow(), AGAIN_MS);
    });
    source.addEventListener('changed', (event) => this.tell((JSON.parse(event.data) as Changed).topics));
    this.source = source;
  }

  private async reloadIfStartedAgain(): Promise<void> {
    if (await isOfAnotherServer()) location.reload();
  }

  private tell(topics: readonly Topic[] | 'all'): void {
    for (const listener of this.listeners) listener(topics);
  }
}
