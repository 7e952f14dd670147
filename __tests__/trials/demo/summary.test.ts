import { renderSummary } from '../../../trials/demo/summary';

test('the summary shows each snapshot with state, maker and duration, and the log lines of each restore', () => {
  const text = renderSummary(
    {
      application: 'app',
      snapshots: [
        { SnapshotName: 'kda.20261129T004000Z', SnapshotStatus: 'READY', ApplicationVersionId: 1 },
        { SnapshotName: 'kda.20261129T004100Z.after-restore', SnapshotStatus: 'READY', ApplicationVersionId: 1 },
        { SnapshotName: 'STOP-app-1', SnapshotStatus: 'READY', ApplicationVersionId: 1 },
      ],
      pruned: ['kda.0'],
      records: [
        {
          application: 'app',
          runId: 0,
          eventId: 'e',
          eventTime: new Date(0),
          startedAt: new Date(0),
          deadlineAt: new Date(60_000),
          state: 'taken',
          snapshot: { name: 'kda.20261129T004000Z', durationMs: 412 },
          deleted: ['kda.0'],
          failedToDelete: [],
          kept: [],
        },
      ],
      restores: [
        {
          asked: { from: 'snapshot', snapshotName: 'kda.1' },
          snapshotName: 'kda.1',
          typed: 'kda restore app --before 14:00',
          lines: [{ at: new Date(0), message: 'The application was restored from context' }],
          restoredCount: 27,
          expected: { atLeast: 26, atMost: 28 },
        },
      ],
      mails: [{ to: 'ops@example.com', subject: 'taken' }],
      alarms: [
        { name: 'downtime', state: 'OK' },
        { name: 'restarts', state: 'INSUFFICIENT_DATA' },
      ],
      drill: { line: 'kda drill app --in-place', exitCode: 0, lines: ['app is proven'] },
      status: { line: 'kda status', exitCode: 0, lines: ['✔ app RUNNING'] },
    },
    [{ title: 'Deploy', ms: 61_000 }],
  );
  const lines = text.split('\n').map((line) => line.trim());
  expect(lines).toContain('kda.20261129T004000Z                READY  the snapshot manager  412 ms');
  expect(lines).toContain('kda.20261129T004100Z.after-restore  READY  a command of kda      -');
  expect(lines).toContain('STOP-app-1                          READY  the service           -');
  expect(lines).toContain('Pruned by retention: kda.0');
  expect(lines).toContain('1970-01-01T00:00:00.000Z  taken    -       kda.20261129T004000Z  kda.0');
  expect(lines).toContain('from snapshot: kda.1');
  expect(lines).toContain('1970-01-01T00:00:00.000Z The application was restored from context');
  expect(lines).toContain('that snapshot was taken between user 26 and user 28');
  expect(lines).toContain('by kda restore app --before 14:00');
  expect(lines).toContain('app is proven');
  expect(lines).toContain('✔ app RUNNING');
  expect(lines).toContain('E-mails sent (1)');
  expect(lines).toContain('downtime  OK');
  expect(lines).toContain(
    'INSUFFICIENT_DATA is no fault: a new alarm begins so, here and on AWS, and judges when it has enough values.',
  );
  expect(lines).toContain('all     61.0 s');
});
