import { parseFreeze } from '../../cli/commands/freeze';
import { parseHold } from '../../cli/commands/hold';
import { recordsAnswer } from '../../cli/manager';
import { plannedRecords } from '../../cli/planned-records';
import { ENTRIES, nameOf, OPERATE } from '../../cli/program';
import type { OnDemandRequest } from '../../lambda-src/contract';

const BY = { who: 'ada', why: 'audit' };

test.each<[OnDemandRequest, string]>([
  [
    { action: 'hold', application: 'orders', snapshot: 'a', ...BY },
    'Snapshot a of orders would be on hold until it is released.',
  ],
  [
    { action: 'hold', application: 'orders', snapshot: 'a', ...BY, until: '2026-12-24T00:00:00Z' },
    'Snapshot a of orders would be on hold until 2026-12-24T00:00:00Z.',
  ],
  [
    { action: 'release', application: 'orders', snapshot: 'a', who: 'ada', holder: 'bob' },
    'The hold of bob on snapshot a of orders would end.',
  ],
  [{ action: 'suspect', application: 'orders', snapshots: ['a', 'b'], ...BY }, 'Suspect would be, of orders: a, b.'],
  [{ action: 'trust', application: 'orders', snapshots: ['a'], who: 'ada' }, 'Trusted again would be, of orders: a.'],
  [
    { action: 'freeze', application: 'orders', ...BY },
    'No snapshot of orders would be deleted until a day has passed.',
  ],
  [{ action: 'thaw', application: 'orders', who: 'ada' }, 'The freeze of ada on orders would end.'],
  [
    { action: 'snapshot', applications: ['orders'], reason: 'r', requestId: 'i' },
    'A snapshot of orders would be taken.',
  ],
])('a dry run of %j says what would be done', (request, message) => {
  const records = plannedRecords(request);
  expect(records).toEqual([{ application: 'orders', state: 'planned', message: `${message} Nothing was changed.` }]);
  expect(recordsAnswer.parse(records)).toEqual(records);
});

test('--dry-run is read, and without it nothing is dry', () => {
  const now = new Date('2026-11-28T02:00:00Z');
  expect(parseHold(['orders', 'a', '--why', 'audit', '--dry-run'], 'ada', now)).toMatchObject({ isDryRun: true });
  expect(parseFreeze(['orders', '--why', 'audit'], 'ada', now)).not.toHaveProperty('isDryRun');
});

const ACTING = ENTRIES.filter(({ group, command }) => group === OPERATE && !command.declaration.onlyReads);

test.each(ACTING.map((entry) => [nameOf(entry), entry] as const))(
  'kda %s acts, so it takes --yes and --dry-run',
  (_name, { command }) => {
    expect(command.declaration.options).toMatchObject({ yes: expect.any(Object), 'dry-run': expect.any(Object) });
  },
);

test('commands that only read are those that change nothing', () => {
  expect(ACTING.map(nameOf).sort()).toEqual([
    'drill',
    'freeze',
    'hold',
    'release',
    'restore',
    'rollback',
    'snapshot',
    'start',
    'stop',
    'suspect',
    'thaw',
    'trust',
  ]);
});
