import { headline, type Place } from '../../cli/headline';
import { personOf } from '../../cli/identity';

const NOW = new Date('2026-11-28T02:02:00Z');
const PRODUCTION = { name: 'kda-snapshots', environment: 'production', accountId: '111122223333' };

test.each<[Place, string, string]>([
  [
    { deployment: PRODUCTION, region: 'eu-west-1' },
    'Europe/Berlin',
    'production (kda-snapshots) · eu-west-1 · 1111-2222-3333 · 28 Nov 03:02 CET',
  ],
  [
    { deployment: { name: 'shop', environment: 'shop' }, region: 'us-east-1' },
    'UTC',
    'shop · us-east-1 · 28 Nov 02:02 UTC',
  ],
  [
    // The credentials say in which account the command works, not the settings.
    { deployment: PRODUCTION, region: 'eu-west-1', identity: { accountId: '444455556666', name: 'ada (Admin)' } },
    'UTC',
    'production (kda-snapshots) · eu-west-1 · 4444-5555-6666 as ada (Admin) · 28 Nov 02:02 UTC',
  ],
  [{ region: 'eu-west-1' }, 'UTC', 'no deployment · eu-west-1 · 28 Nov 02:02 UTC'],
])('%j in %s', (place, zone, line) => {
  expect(headline(place, NOW, zone)).toBe(line);
});

test.each([
  ['arn:aws:iam::111122223333:user/team/ada', 'ada'],
  ['arn:aws:sts::111122223333:assumed-role/Admin/ada@example.com', 'ada@example.com (Admin)'],
  ['arn:aws-cn:iam::111122223333:root', 'root'],
  ['arn:aws:sts::111122223333:federated-user/ada', 'ada'],
])('%s is %s', (arn, person) => {
  expect(personOf(arn)).toBe(person);
});
