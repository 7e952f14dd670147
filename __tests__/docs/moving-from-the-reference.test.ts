import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { showRows } from '../../cli/commands/audit';
import { parsePlan } from '../../cli/commands/retention';
import { importProblems } from '../../config/checks/import-checks';
import { settingsWith } from '../settings-with';

const PROJECT = join(__dirname, '../..');
const guide = readFileSync(join(PROJECT, 'docs/moving-from-the-reference.md'), 'utf8');
const settings: Record<string, unknown> = JSON.parse(/```json\n([\s\S]*?)\n```/.exec(guide)?.[1] ?? '');

describe('the guide from the reference', () => {
  test('shows settings that are valid, also with each other', () => {
    expect(importProblems(settingsWith(settings))).toEqual([]);
  });

  test('shows settings for production: state in S3, and a runbook that a mail can link to', () => {
    const { state, alarms, region } = settingsWith(settings);
    expect(state).toEqual({ kind: 's3', bucket: expect.any(String), region, keyPrefix: 'kda-snapshots' });
    expect(alarms.runbookUrl).toMatch(/^https:\/\/.+\/docs\/runbook\.md$/);
  });

  test('has the bucket of the state made before anything is deployed', () => {
    expect(guide.indexOf('\nnpx kda bootstrap ')).toBeGreaterThan(0);
    expect(guide.indexOf('\nnpx kda bootstrap ')).toBeLessThan(guide.indexOf('npx cdktf deploy'));
  });

  test('explains what is to be filled in for REGION before it is used', () => {
    expect(guide.indexOf('`REGION` is')).toBeGreaterThan(0);
    expect(guide.indexOf('`REGION` is')).toBeLessThan(guide.indexOf('=REGION'));
  });

  test('takes over all that the table calls kept', () => {
    expect(settingsWith(settings).import).toEqual({
      applicationArn: expect.stringContaining('application/KdaApplication28F664DA-'),
      applicationLog: true,
      auditTable: true,
      topicArn: expect.stringContaining(':KDASnapshotNotification'),
    });
  });

  test('gives the deployment no name of the reference but those that are taken over', () => {
    const { name, dashboard, notifications, audit } = settingsWith(settings);
    expect([name, dashboard.name]).toEqual(['flink-snapshots', 'flink-snapshots']);
    expect([notifications.topicName, audit.tableName]).toEqual(['KDASnapshotNotification', 'snapshot_manager_status']);
  });

  test('names the commands of the move, and an option that exists', () => {
    const named = [...guide.matchAll(/npx kda ([a-z-]+)/g)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(['bootstrap', 'audit', 'retention', 'snapshot', 'hold', 'destroy']));
    expect(guide).toContain('npx kda retention NAME --adopt-reference-snapshots');
    expect(parsePlan(['NAME', '--adopt-reference-snapshots']).request).toMatchObject({ adoptReferenceSnapshots: true });
  });

  test('shows what the audit of old and new rows looks like', () => {
    const rows = showRows([
      {
        ...{
          writtenBy: 'manager',
          runId: 1,
          time: new Date('2026-11-23T10:20:00Z'),
          outcome: 'taken',
          reason: 'ready',
        },
        ...{ snapshotName: 'flink-snapshots.20261123T102000Z', snapshotDurationMs: 2345 },
        ...{ deleted: [], failedToDelete: [] },
      },
      {
        ...{ writtenBy: 'reference', runId: 2, time: new Date('2026-11-23T10:00:00.123Z'), outcome: 'taken' },
        ...{ snapshotName: 'custom_1795428000123', deleted: ['custom_1795410000123'], failedToDelete: [] },
      },
    ]);
    expect(guide).toContain(`\`\`\`\n${rows}\n\`\`\``);
  });
});
