import { ensureManaged } from '../../cli/managed-applications';
import { SnapshotApiError } from '../../lambda-src/snapshot-manager/ports';
import { FakeClock } from '../lambda-src/fakes/fake-clock';
import { FakeManagedFlink } from '../lambda-src/fakes/fake-managed-flink';

const flink = new FakeManagedFlink(new FakeClock(0));
flink.addApplication('orders', {}, { team: 'shop' });
flink.addApplication('stock-eu', {}, { team: 'warehouse' });
flink.addApplication('stock-us');
flink.addApplication('foreign');

const REMEDY =
  'Correct the name, or add it under snapshots.applications of the settings (config/ENVIRONMENT.json) and deploy.';

test.each([
  ['nosuch', [{ name: 'orders' }, { name: 'stock-eu' }], 'It manages orders, stock-eu.'],
  ['stokc-eu', [{ name: 'orders' }, { prefix: 'stock-' }], 'It manages orders, stock-eu, stock-us.'],
  ['stock-us', [{ tag: { key: 'team', value: 'warehouse' } }], 'It manages stock-eu.'],
])('%s, which %j do not select, is refused as the manager refuses it', async (application, entries, managed) => {
  await expect(ensureManaged(application, entries, flink)).rejects.toThrow(
    `This deployment does not manage ${application}. ${managed} ${REMEDY}`,
  );
});

test.each([
  ['orders', [{ name: 'orders' }]],
  ['gone', [{ name: 'gone' }]],
  ['stock-us', [{ prefix: 'stock-' }]],
  ['stock-eu', [{ tag: { key: 'team', value: 'warehouse' } }]],
  ['*', [{ name: 'orders' }]],
])('%s, which %j select, may have no rows yet', async (application, entries) => {
  await expect(ensureManaged(application, entries, flink)).resolves.toBeUndefined();
});

test('where the applications may not be listed, nothing is refused', async () => {
  const directory = {
    listApplications: async () => {
      throw new SnapshotApiError('other', 'Cannot list the applications: AccessDeniedException');
    },
    tagsOf: async () => new Map<string, string>(),
  };

  await expect(ensureManaged('nosuch', [{ prefix: 'stock-' }], directory)).resolves.toBeUndefined();
  await expect(ensureManaged('nosuch', [{ name: 'orders' }], directory)).rejects.toThrow('It manages orders.');
});
