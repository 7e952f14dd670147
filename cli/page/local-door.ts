/** Path of the local cloud's own door, beside the services of AWS. */
const PATH = '/_local-cloud';

/** Facts that a local cloud tells about itself. */
export interface LocalCloudFacts {
  readonly version: number;
  readonly engine: 'flink' | 'simulated';
}

/** Time that a local cloud on this machine gets to answer. */
const PATIENCE_MS = 2000;

/**
 * Asks whether an endpoint is a local cloud on this machine: a real account, and any endpoint that is not on loopback,
 * is none.
 */
export async function localCloudAt(endpoint: string | undefined): Promise<LocalCloudFacts | undefined> {
  if (endpoint === undefined || !isLoopback(endpoint)) return undefined;
  try {
    const answer = await fetch(new URL(PATH, endpoint), { signal: AbortSignal.timeout(PATIENCE_MS) });
    const facts: unknown = await answer.json();
    return answer.ok && isLocalCloud(facts) ? facts : undefined;
  } catch {
    return undefined;
  }
}

function isLoopback(endpoint: string): boolean {
  try {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
  } catch {
    return false;
  }
}

function isLocalCloud(facts: unknown): facts is LocalCloudFacts {
  return typeof facts === 'object' && facts !== null && 'version' in facts && 'engine' in facts;
}
