/** Error for a port that another program listens on; the message says which, and what to do. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
}

/** Time that the other program gets to say what it is. */
const PATIENCE_MS = 1000;

/** True for the error of a server that can't listen because its port is taken. */
export function isPortInUse(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
}

/** Error for a taken port: another page of kda says of which deployment it is. */
export async function portInUse(port: number): Promise<PortInUseError> {
  const deployment = await deploymentAt(port);
  if (deployment === undefined) {
    return new PortInUseError(
      `Port ${port} is in use by another program. Choose another one with --port, or leave it out for a free one.`,
    );
  }
  return new PortInUseError(
    `A page of kda already answers on port ${port}, for the deployment ${deployment}: http://127.0.0.1:${port}/. Open that, or choose another port with --port.`,
  );
}

/** Deployment of a page of kda at a port; undefined: something else is there. */
async function deploymentAt(port: number): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(`http://127.0.0.1:${port}/api/place`, { signal, redirect: 'error' });
    const place: unknown = await answer.json();
    const isPlace = typeof place === 'object' && place !== null && 'deployment' in place && 'isLocal' in place;
    return isPlace ? String(place.deployment) : undefined;
  } catch {
    return undefined;
  }
}
