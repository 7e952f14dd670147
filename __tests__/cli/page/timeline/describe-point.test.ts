import { auditRow } from '../../../../cli/audit-rows';
import { TIMELINE_FLAGS } from '../../../../cli/page/api/timeline';
import { describePoint } from '../../../../cli/page/timeline/describe-point';
import { pointsOf } from '../../../../cli/page/timeline/points';
import { factsWith } from '../../views/facts-of-a-test';
import { NAME, TimelineWorld } from './timeline-world';

/** Records of all points of a life, in the order of the line. */
async function recordsOf(life: TimelineWorld) {
  const facts = await life.facts();
  const rows = [...life.world.audit.items.values()].map(auditRow);
  const { now, snapshots = [] } = facts;
  const known = factsWith({ application: NAME, now, snapshots });
  return pointsOf(facts, facts.rows, new Date(0)).map((point) => ({
    point,
    ...describePoint({ point, row: rows.find(({ runId }) => runId === point.runId) ?? null, facts: known }),
  }));
}

test('a snapshot that is there has the words of kda describe, why it stays, and the command that restores it', async () => {
  const life = new TimelineWorld();
  await life.run();
  const [record] = await recordsOf(life);
  expect(record?.command).toBe('kda restore orders --snapshot demo.20261123T102000Z');
  expect(record?.snapshot?.retention?.reasons).toContain('newest-ready');
  expect(record?.row?.reason).toBe('ready');
  expect(record?.text).toMatch(/^Snapshot demo\.20261123T102000Z of orders\n/);
});

test('one that is gone says so, and names the command for the newest one before', async () => {
  const life = new TimelineWorld();
  for (let run = 0; run < 4; run += 1) await life.run();
  const [gone] = await recordsOf(life);
  expect((gone?.point.flags ?? 0) & TIMELINE_FLAGS.gone).toBeTruthy();
  expect([gone?.snapshot, gone?.row?.snapshotName]).toEqual([null, 'demo.20261123T102000Z']);
  const at = new Date(gone?.point.at ?? 0).toISOString();
  expect(gone?.command).toBe(`kda restore orders --before ${at}`);
  expect(gone?.text).toContain(
    `It is gone. To go back to the newest one before it: kda restore orders --before ${at}.`,
  );
});

test('a run that failed names the command that explains it', async () => {
  const life = new TimelineWorld();
  life.world.flink.changeApplication(NAME, { status: 'READY' });
  const time = await life.run();
  const [record] = await recordsOf(life);
  expect([record?.word, record?.command]).toEqual(['skipped', `kda why orders ${time.toISOString()}`]);
  expect(record?.text).toContain('not-running');
});

test('an action has who did it and why, and no command', async () => {
  const life = new TimelineWorld();
  await life.act({ action: 'stopped', message: 'It was stopped.' });
  const [record] = await recordsOf(life);
  expect([record?.command, record?.row?.who]).toEqual([null, 'ada']);
  expect(record?.text).toMatch(/details +by ada, "corrupt"\n +message +It was stopped\./);
});

test('a drill names the command that lists the drills', () => {
  const at = Date.parse('2026-11-23T10:38:30Z');
  const point = { at, word: 'drilled', origin: 'schedule' as const, flags: TIMELINE_FLAGS.proven, runId: at };
  const row = {
    ...{ writtenBy: 'manager' as const, runId: at, time: new Date(at), outcome: 'drilled', reason: 'drill-proven' },
    ...{ restoredFrom: 'orders-1', verdict: 'proven', rtoSeconds: 41, who: 'the drill schedule of demo' },
    ...{ message: 'The drill proved it: all tasks run.', deleted: [], failedToDelete: [] },
  };
  const record = describePoint({
    point,
    row,
    facts: factsWith({ application: NAME, now: new Date(at), snapshots: [] }),
  });
  expect(record.command).toBe('kda history orders --outcome drilled');
  expect(record.text).toMatch(
    /snapshot +orders-1\n +details +RTO 41 s, proven, by the drill schedule of demo, drill-proven\n/,
  );
  expect(record.text).toContain('all tasks run');
});
