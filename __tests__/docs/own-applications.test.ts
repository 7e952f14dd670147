import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../config/load-settings';
import type { Settings } from '../../config/schema/settings';
import { settingsWith } from '../settings-with';

const guide = readFileSync(join(__dirname, '../../docs/own-applications.md'), 'utf8');
const example = /```json\n([\s\S]*?)\n```/.exec(guide)?.[1] ?? '';

let folder: string;
let settings: Settings;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-applications-'));
  writeFileSync(join(folder, 'team-a.json'), example);
  settings = loadSettings('team-a', folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the example for applications of your own', () => {
  test('is accepted, and makes no application', () => {
    expect(settings.application).toBeUndefined();
    expect(settings.snapshots.applications).toHaveLength(4);
  });

  test('has no name that another deployment has by default', () => {
    const namesOf = ({ name, artifacts, notifications, audit, dashboard }: Settings) => [
      ...[name, artifacts.bucket, notifications.topicName, audit.tableName, audit.holdsTableName, dashboard.name],
    ];
    const byDefault = namesOf(settingsWith());
    expect(namesOf(settings).filter((name, index) => name === byDefault[index])).toEqual([]);
  });

  test('links a runbook that a mail can open', () => {
    expect(settings.alarms.runbookUrl).toMatch(/^https:\/\/.*\/docs\/runbook\.md$/);
  });
});
