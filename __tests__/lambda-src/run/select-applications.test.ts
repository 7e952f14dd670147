import type { ApplicationEntry, Selector } from '../../../lambda-src/snapshot-manager/domain/application-entries';
import { selectApplications } from '../../../lambda-src/snapshot-manager/run/select-applications';
import { FakeClock } from '../fakes/fake-clock';
import { FakeManagedFlink } from '../fakes/fake-managed-flink';

const NAME: Selector = { kind: 'name', name: 'orders' };
const PREFIX: Selector = { kind: 'prefix', prefix: 'team-a-' };
const PATTERN: Selector = { kind: 'pattern', pattern: '*-users' };
const TAG: Selector = { kind: 'tag', key: 'snapshots', value: 'yes' };

function service(): FakeManagedFlink {
  const flink = new FakeManagedFlink(new FakeClock(Date.parse('2026-11-23T10:20:00Z')));
  flink.addApplication('orders', {}, { snapshots: 'yes' });
  flink.addApplication('team-a-users', {}, { snapshots: 'yes' });
  flink.addApplication('team-b-users', {}, { snapshots: 'no' });
  flink.addApplication('payments', {}, { snapshots: 'yes' });
  return flink;
}

/** The chosen applications, each with the number of the entry that holds for it. */
async function select(flink: FakeManagedFlink, ...selectors: Selector[]) {
  return selectAsked(flink, undefined, ...selectors);
}

async function selectAsked(flink: FakeManagedFlink, asked: readonly string[] | undefined, ...selectors: Selector[]) {
  const entries: ApplicationEntry[] = selectors.map((selector) => ({ selector }));
  const { applications, troubles } = await selectApplications(entries, flink, asked);
  return { chosen: applications.map(({ name, entry }) => `${name} ${entries.indexOf(entry)}`), troubles };
}

test.each<[string, Selector[], string[]]>([
  ['names need not exist', [{ kind: 'name', name: 'ghosts' }], ['ghosts 0']],
  ['a prefix', [PREFIX], ['team-a-users 0']],
  ['a pattern', [PATTERN], ['team-a-users 0', 'team-b-users 0']],
  ['a tag', [TAG], ['orders 0', 'team-a-users 0', 'payments 0']],
  ['the first entry that fits holds, a tag before a name', [TAG, NAME], ['orders 0', 'team-a-users 0', 'payments 0']],
  ['and a prefix before a pattern', [PREFIX, PATTERN], ['team-a-users 0', 'team-b-users 1']],
  [
    'a name that is not there has no tags',
    [TAG, { kind: 'name', name: 'ghosts' }],
    ['ghosts 1', 'orders 0', 'team-a-users 0', 'payments 0'],
  ],
])('%s', async (_case, selectors, chosen) => {
  expect(await select(service(), ...selectors)).toEqual({ chosen, troubles: [] });
});

test('names alone ask the service for nothing, prefixes for the list, tags of those that no earlier entry fits', async () => {
  const flink = service();
  await select(flink, NAME);
  expect(flink.calls).toEqual([]);
  await select(flink, NAME, PREFIX);
  expect(flink.calls).toEqual(['listApplications']);
  await select(flink, NAME, PREFIX, TAG);
  expect(flink.calls.slice(1)).toEqual(['listApplications', 'tagsOf team-b-users', 'tagsOf payments']);
});

describe('of the applications that were asked for', () => {
  test.each<[string, string[], Selector[], string[], string[]]>([
    ['a name asks the service for nothing', ['orders'], [NAME, PREFIX, TAG], ['orders 0'], []],
    ['a prefix needs the list', ['team-a-users'], [NAME, PREFIX, TAG], ['team-a-users 1'], ['listApplications']],
    [
      'a tag needs that of the one alone',
      ['payments'],
      [NAME, TAG],
      ['payments 1'],
      ['listApplications', 'tagsOf payments'],
    ],
    ['also where a name comes later', ['orders'], [TAG, NAME], ['orders 0'], ['listApplications', 'tagsOf orders']],
    [
      'a name that is not there has no tags',
      ['ghosts'],
      [TAG, { kind: 'name', name: 'ghosts' }],
      ['ghosts 1'],
      ['listApplications'],
    ],
    [
      'two need one list',
      ['orders', 'team-b-users'],
      [TAG],
      ['orders 0'],
      ['listApplications', 'tagsOf orders', 'tagsOf team-b-users'],
    ],
  ])('%s', async (_case, asked, selectors, chosen, calls) => {
    const flink = service();
    expect(await selectAsked(flink, asked, ...selectors)).toEqual({ chosen, troubles: [] });
    expect(flink.calls).toEqual(calls);
  });

  test('without a list those that a tag may select before their name are left out', async () => {
    const flink = service();
    flink.fail('listApplications', 'other');
    const troubles = ['SnapshotApiError: Injected: listApplications answered other.'];
    expect(await selectAsked(flink, ['orders'], TAG, NAME)).toEqual({ chosen: [], troubles });
    expect(await selectAsked(flink, ['orders'], NAME, TAG)).toEqual({ chosen: ['orders 0'], troubles: [] });
  });
});

test('without a list the named ones remain', async () => {
  const flink = service();
  flink.fail('listApplications', 'other');
  expect(await select(flink, NAME, PATTERN)).toEqual({
    chosen: ['orders 0'],
    troubles: ['SnapshotApiError: Injected: listApplications answered other.'],
  });
});

test('whose tags are unknown is left out: a later entry may keep less than the one that was meant', async () => {
  const flink = service();
  flink.fail('tagsOf', 'other', { times: 1 });
  const { chosen, troubles } = await select(flink, TAG, NAME, PATTERN);
  expect(chosen).toEqual(['team-a-users 0', 'team-b-users 2', 'payments 0']);
  expect(troubles).toEqual(['SnapshotApiError: Injected: tagsOf answered other.']);
});
