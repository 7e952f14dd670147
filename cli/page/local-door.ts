/** Path of the local cloud's own door, beside the services of AWS. */
const PATH = '/_local-cloud';
/** Name by which a local cloud of this project can be told from other programs on loopback. */
const PRODUCT = 'kda-snapshots local cloud';

/** Facts that a local cloud tells about itself. */
export interface LocalCloudFacts {
  readonly product: typeof PRODUCT;
  readonly version: number;
  readonly engine: 'flink' | 'simulated';
}

/** Time that a local cloud on this machine gets to answer. */
const PATIENCE_MS = 2000;
/** Time that making or mending a trouble may take. */
const ACT_PATIENCE_MS = 60_000;

/** Error for what the local cloud refuses or can't do; the message says why. */
export class LocalDoorError extends Error {
  override readonly name = 'LocalDoorError';

  constructor(
    message: string,
    /** Status of its answer; undefined: it did not answer. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/** Door of a local cloud on this machine. */
export class LocalDoor {
  /**
   * Asks whether an endpoint is a local cloud on this machine: a real account, and any endpoint that is not on loopback,
   * is none.
   */
  static async at(endpoint: string | undefined): Promise<LocalDoor | undefined> {
    if (endpoint === undefined || !isLoopback(endpoint)) return undefined;
    const door = new LocalDoor(endpoint);
    const facts = await door.get('').catch(() => undefined);
    return isLocalCloud(facts) ? door : undefined;
  }

  private constructor(readonly endpoint: string) {}

  /** @throws LocalDoorError */
  get(path: string): Promise<unknown> {
    return this.ask(path, { signal: AbortSignal.timeout(PATIENCE_MS) });
  }

  /** @throws LocalDoorError */
  post(path: string, body: object): Promise<unknown> {
    return this.ask(path, {
      method: 'POST',
      // No web page can send it: the local cloud answers no preflight.
      headers: { 'content-type': 'application/json', 'x-kda-local-cloud': '1' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ACT_PATIENCE_MS),
    });
  }

  private async ask(path: string, request: RequestInit): Promise<unknown> {
    const answer = await fetch(new URL(`${PATH}${path}`, this.endpoint), request).catch((error: unknown) => {
      throw new LocalDoorError(
        `The local cloud at ${this.endpoint} does not answer: ${String(error)}. Start it again: kda local.`,
      );
    });
    const document: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && document !== undefined) return document;
    throw new LocalDoorError(
      sentenceIn(document) ?? `The local cloud answered ${path || PATH} with status ${answer.status}.`,
      answer.status,
    );
  }
}

function sentenceIn(document: unknown): string | undefined {
  if (typeof document !== 'object' || document === null || !('error' in document)) return undefined;
  return typeof document.error === 'string' ? document.error : undefined;
}

function isLoopback(endpoint: string): boolean {
  try {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
  } catch {
    return false;
  }
}

function isLocalCloud(facts: unknown): facts is LocalCloudFacts {
  return (
    typeof facts === 'object' &&
    facts !== null &&
    'product' in facts &&
    facts.product === PRODUCT &&
    'version' in facts &&
    'engine' in facts
  );
}
