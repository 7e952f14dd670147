import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** The kernel's tables of connections; a client may use a socket of either kind. Only Linux has them. */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
const ROOT = 0;

type ReadsTable = (file: string) => Promise<string>;

/** Ends of a connection as the server sees it. */
export type Ends = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>;

/**
 * Id of the other user of this machine who holds the client's end of a connection on loopback. Loopback is open to all
 * users, and whoever gets the page has its token. undefined: it is the own user, root, or not known (another system, or a
 * client outside of this one, such as Windows around WSL).
 */
export async function otherUser(
  connection: Ends,
  own: number | undefined = process.getuid?.(),
  read: ReadsTable = (file) => readFile(file, 'latin1'),
): Promise<number | undefined> {
  if (own === undefined) return undefined;
  const client = inTable(connection.remoteAddress, connection.remotePort);
  const server = inTable(connection.localAddress, connection.localPort);
  if (client === undefined || server === undefined) return undefined;
  for (const file of TABLES) {
    const user = userIn(await tableOf(file, read), client, server);
    if (user !== undefined) return user === own || user === ROOT ? undefined : user;
  }
  return undefined;
}

async function tableOf(file: string, read: ReadsTable): Promise<string> {
  try {
    return await read(file);
  } catch {
    // No Linux, or hidden from programs.
    return '';
  }
}

/** User in the row of the client's socket: `  1: 0100007F:A001 0100007F:4A26 01 00000000:00000000 00:00000000 00000000  1000 …`. */
function userIn(table: string, client: string, server: string): number | undefined {
  for (const row of table.split('\n')) {
    const [, local = '', remote = '', , , , , user = ''] = row.trim().split(/\s+/);
    if (local.endsWith(client) && remote.endsWith(server)) return Number(user);
  }
  return undefined;
}

/** Address and port as the tables have them: the bytes of the address from the last to the first, in hexadecimal. */
function inTable(address: string | undefined, port: number | undefined): string | undefined {
  const bytes = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address ?? '')?.slice(1);
  if (bytes === undefined || port === undefined) return undefined;
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  return `${bytes
    .toReversed()
    .map((byte) => hex(Number(byte), 2))
    .join('')}:${hex(port, 4)}`;
}
