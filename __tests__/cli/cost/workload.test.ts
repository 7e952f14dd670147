import { DEFAULT_ASSUMPTIONS } from '../../../cli/cost/assumptions';
import { auditRowBytes, workloadOf } from '../../../cli/cost/workload';
import { FLEET_METRICS, METRICS } from '../../../lambda-src/contract';
import { itemBytes, recordToItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import { FakeWorld } from '../../lambda-src/fakes/fake-world';
import { settingsWith } from '../../settings-with';

/** CloudWatch Logs adds so much to each line. */
const BYTES_OF_A_LOG_LINE = 26;

/** One run in the steady state of a deployment that keeps ten. */
async function measuredRun() {
  const world = new FakeWorld('orders');
  world.settings = {
    ...world.settings,
    retention: { keepLast: 10 },
    notifications: { policy: 'changes', reminderHours: 24 },
  };
  let before = { calls: 0, lines: 0, metrics: 0 };
  let rowBytes = 0;
  for (let run = 0; run < 12; run += 1) {
    before = { calls: world.aws.made.length, lines: world.lines.length, metrics: world.metrics().length };
    world.clock.advance(600_000);
    const [record] = await world.invoke(new Date(Date.parse('2026-11-23T10:30:00Z') + run * 600_000).toISOString());
    if (!record) throw new Error('The run left no record.');
    rowBytes = itemBytes(recordToItem(record, 400));
  }
  return {
    tableCalls: world.aws.made.slice(before.calls).filter((call) => /^(audit|holds)\./.test(call)),
    logBytes: world.lines.slice(before.lines).reduce((sum, line) => sum + line.length + BYTES_OF_A_LOG_LINE, 0),
    metrics: world.metrics().slice(before.metrics),
    rowBytes,
  };
}

test('a run calls the tables, writes its log and its row as the estimate reckons', async () => {
  const { tableCalls, logBytes, rowBytes } = await measuredRun();

  expect(tableCalls.toSorted()).toEqual([
    'audit.complete',
    'audit.find',
    'audit.findRecent',
    'audit.start',
    'audit.start',
    'holds.announceDeletions',
    'holds.findNotice',
    'holds.giveBack',
    'holds.list',
    'holds.marksOf',
    'holds.marksOf',
    'holds.take',
  ]);
  expect(rowBytes / auditRowBytes(10)).toBeGreaterThan(0.85);
  expect(rowBytes / auditRowBytes(10)).toBeLessThan(1.15);
  expect(logBytes).toBeGreaterThan(1_500);
  expect(logBytes).toBeLessThan(2_800);
});

test('every metric of the contract is one that a run emits', async () => {
  const [metrics] = (await measuredRun()).metrics;

  expect(Object.keys(metrics ?? {}).length - 1).toBe(Object.keys(METRICS).length); // one is the dimension
});

const MINUTE_MS = 60_000;

test('a month of two named applications and one prefix', () => {
  const settings = settingsWith({
    snapshots: {
      applications: ['orders', { name: 'users', retention: { keepDaily: 7 } }, { prefix: 'team-' }],
      scheduleMinutes: 15,
      retention: { keepLast: 4 },
    },
    notifications: { mailAddresses: ['a@example.com', 'b@example.com'], policy: 'always' },
    audit: { retentionDays: 73 },
  });

  const month = workloadOf(settings, { ...DEFAULT_ASSUMPTIONS, applicationsFound: 3 });
  expect(month.snapshots).toEqual([
    { of: 'orders', applications: 1, kept: 4, isSteady: true, isNamed: true, runs: 2920, reachMs: 3 * 15 * MINUTE_MS },
    {
      of: 'users',
      applications: 1,
      kept: 7,
      isSteady: true,
      isNamed: true,
      runs: 2920,
      reachMs: (6 * 24 * 60 + 15) * MINUTE_MS,
    },
    { of: 'team-*', applications: 3, kept: 4, isSteady: true, isNamed: false, runs: 2920, reachMs: 3 * 15 * MINUTE_MS },
  ]);
  // 730 h × 4; 5 applications, and the fleet's own figures but that of failed events, since some are found by prefix.
  const metrics = 5 * Object.keys(METRICS).length + Object.keys(FLEET_METRICS).length - 1;
  expect([month.runs, month.applications, month.metrics]).toEqual([2920, 5, metrics]);
  expect(month.mailsToEach).toBe(2920 * 5);
  expect(month.kmsRequests).toBe(2920 * 5 * 2 * 2);
  // Rows of 600 + 55 × 4 = 820 and 600 + 55 × 7 = 985 bytes: one write unit each, besides the first row, the intended deletions and 3 for the lock.
  expect(month.tableWrites).toBe(2920 * 5 * 6);
  // 50 rows of 820 bytes are 11 pages of 4 KB, of 985 are 13; and 2. One of the deployment.
  expect(month.tableReads).toBe(2920 * (4 * 15 + 17 + 1));
  // 73 days are 2.4 months.
  expect(month.tableGb).toBeCloseTo((2920 * 2.4 * (4 * 820 + 985)) / 1024 ** 3, 10);
  expect(month.managerLogGb).toBeCloseTo((2920 * (1_000 + 5 * 2_000)) / 1024 ** 3, 10);
});

test.each([
  [10, 1],
  [60, 1],
  [120, 1 / 2],
  [1440, 1 / 24],
])('every %d minutes metrics are sent in %d of the hours', (scheduleMinutes, share) => {
  const { metrics, metricHours } = workloadOf(settingsWith({ snapshots: { scheduleMinutes } }), DEFAULT_ASSUMPTIONS);

  expect(metrics).toBe(Object.keys(METRICS).length + 1);
  expect(metricHours).toBeCloseTo(share, 9);
});

test('without a schedule nothing runs', () => {
  const month = workloadOf(settingsWith({ snapshots: { scheduleEnabled: false } }), DEFAULT_ASSUMPTIONS);

  expect(month).toMatchObject({ runs: 0, metrics: 0, tableWrites: 0, managerLogGb: 0, snapshots: [{ kept: 0 }] });
});
