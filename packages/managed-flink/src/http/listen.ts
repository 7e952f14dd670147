import type { Server } from 'node:net';

/**
 * Makes a server listen on the loopback interface.
 * Error: what `listen` fails with (`EADDRINUSE`).
 *
 * @param port 0: a free one.
 * @returns the port.
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
