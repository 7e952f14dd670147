import { headline } from '../../cli/headline';

const NOW = new Date('2026-11-28T02:02:00Z');

test.each([
  [
    { name: 'kda-snapshots', environment: 'production', region: 'eu-west-1', accountId: '111122223333' },
    'Europe/Berlin',
    'production (kda-snapshots) · eu-west-1 · 1111-2222-3333 · 28 Nov 03:02 CET',
  ],
  [{ name: 'shop', environment: 'shop', region: 'us-east-1' }, 'UTC', 'shop · us-east-1 · 28 Nov 02:02 UTC'],
])('%j in %s', (deployment, zone, line) => {
  expect(headline(deployment, NOW, zone)).toBe(line);
});
