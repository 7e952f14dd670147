import { otherUser } from '../../../../cli/page/server/other-user';

const ENDS = { remoteAddress: '127.0.0.1', remotePort: 40961, localAddress: '127.0.0.1', localPort: 18982 };
const HEADER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const REST = '01 00000000:00000000 00:00000000 00000000';

/** Tables of a machine on which users hold the two ends of a connection. */
function tables(client: number, server: number, prefix = ''): (file: string) => Promise<string> {
  const rows = [
    HEADER,
    `   0: ${prefix}0100007F:4A26 ${prefix}0100007F:A001 ${REST} ${String(server).padStart(5)}        0 2 1 0 20 4 30`,
    `   1: ${prefix}0100007F:A001 ${prefix}0100007F:4A26 ${REST} ${String(client).padStart(5)}        0 3 1 0 20 4 30`,
  ];
  return async (file) => (file.endsWith('6') === (prefix !== '') ? rows.join('\n') : HEADER);
}

test('the client’s end tells the user, whose own program and root are let in', async () => {
  expect(await otherUser(ENDS, 1000, tables(1001, 1000))).toBe(1001);
  expect(await otherUser(ENDS, 1000, tables(1000, 1000))).toBeUndefined();
  expect(await otherUser(ENDS, 1000, tables(0, 1000))).toBeUndefined();
});

test('a client with a socket of IPv6 is found as well', async () => {
  expect(await otherUser(ENDS, 1000, tables(1001, 1000, '0000000000000000FFFF0000'))).toBe(1001);
});

test('where it can’t be known nobody is refused: no such table, no such row, no numbers of users', async () => {
  const missing = async () => {
    throw new Error('ENOENT');
  };
  expect(await otherUser(ENDS, 1000, missing)).toBeUndefined();
  expect(await otherUser({ ...ENDS, remotePort: 40962 }, 1000, tables(1001, 1000))).toBeUndefined();
  expect(await otherUser({ ...ENDS, remoteAddress: undefined }, 1000, tables(1001, 1000))).toBeUndefined();
});
