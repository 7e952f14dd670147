import { settingsWarnings } from '../../../config/checks/settings-warnings';
import { settingsWith } from '../../settings-with';

const warnings = (snapshots: object) =>
  settingsWarnings(settingsWith({ snapshots, notifications: { mailAddresses: ['ops@example.com'] } }));

const BEYOND =
  'Restore points older than 7d can be restored, but the input between is gone. Keep them only if that is meant.';

test('a retention that keeps snapshots for longer than the source can be replayed is allowed, and said', () => {
  expect(warnings({ sourceHorizon: '7d', retention: { keepDaily: 30 } })).toEqual([
    `config/test.json: the retention reaches back 29 days, and the source can be replayed for 7d (sourceHorizon). ${BEYOND}`,
  ]);
});

test('an entry is judged by its own retention and its own horizon, and named', () => {
  const applications = [
    'orders',
    { name: 'payments', retention: { keepDaily: 30 } },
    { prefix: 'files-', retention: { keepDaily: 30 }, sourceHorizon: false },
    { pattern: 'a*', sourceHorizon: '1h' },
  ];
  expect(warnings({ sourceHorizon: '7d', applications })).toEqual([
    `config/test.json: the retention of payments reaches back 29 days, and the source can be replayed for 7d (sourceHorizon). ${BEYOND}`,
    'config/test.json: the retention of a* reaches back 90 minutes, and the source can be replayed for 1h (sourceHorizon). Restore points older than 1h can be restored, but the input between is gone. Keep them only if that is meant.',
  ]);
});

test.each([
  ['no horizon', { retention: { keepDaily: 30 } }],
  ['a horizon beyond the reach', { sourceHorizon: '30d', retention: { keepDaily: 30 } }],
  ['a horizon as far as the reach', { sourceHorizon: '24h', retention: { keepWithin: '24h' } }],
  ['no schedule', { sourceHorizon: '1d', retention: { keepDaily: 30 }, scheduleEnabled: false }],
])('%s is no reason to warn', (_case, snapshots) => {
  expect(warnings(snapshots)).toEqual([]);
});
