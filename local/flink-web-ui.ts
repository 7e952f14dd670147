import type { ManagedFlinkServer } from '../packages/managed-flink/src/server';

const LOOK_EVERY_MS = 500;

/**
 * Tells the address of each application's Flink web UI when its cluster starts; every start has a new one.
 *
 * @returns what ends it.
 */
export function announceClusters(
  server: Pick<ManagedFlinkServer, 'runningClusters'>,
  print: (line: string) => void,
): () => void {
  let known = new Set<string>();
  const look = () => {
    const now = new Map(server.runningClusters().map((cluster) => [cluster.restUrl, cluster.applicationName]));
    for (const [url, name] of now) if (!known.has(url)) print(`Flink web UI of ${name}: ${url}`);
    known = new Set(now.keys());
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
