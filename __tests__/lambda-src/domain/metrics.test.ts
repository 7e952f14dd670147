import { METRICS } from '../../../lambda-src/contract';
import { embeddedMetrics } from '../../../lambda-src/snapshot-manager/domain/metrics';

test('a run’s figures are one line of embedded metrics with names and units of the contract', () => {
  const line = embeddedMetrics('orders', new Date('2026-11-23T10:20:05Z'), {
    snapshotCount: 3,
    snapshotDuration: 2150,
  });
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    _aws: {
      Timestamp: Date.parse('2026-11-23T10:20:05Z'),
      CloudWatchMetrics: [
        {
          Namespace: 'KDASnapshots',
          Dimensions: [['app_name']],
          Metrics: [
            { Name: METRICS.snapshotCount.name, Unit: 'Count' },
            { Name: METRICS.snapshotDuration.name, Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    app_name: 'orders',
    SnapshotCount: 3,
    SnapshotDuration: 2150,
  });
});

test('a figure of 0 is written, one that is unknown is left out', () => {
  const values = JSON.parse(embeddedMetrics('orders', new Date(0), { snapshotsFailed: 0, snapshotCount: undefined }));
  expect(values).toMatchObject({ SnapshotsFailed: 0 });
  expect(values).not.toHaveProperty('SnapshotCount');
});
