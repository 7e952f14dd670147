import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '../../config/load-settings';
import { alarmsOf } from '../../stacks/alarm-definitions';
import { namesOf } from '../../stacks/names';

const docs = join(__dirname, '../../docs');
const runbook = readFileSync(join(docs, 'runbook.md'), 'utf8');
const settings = loadSettings('default');
const ids = [...new Set(alarmsOf(settings, namesOf(settings)).map((alarm) => alarm.id))];

/** The text between a heading of the third level and the next heading. */
function section(id: string): string {
  return new RegExp(`^### ${id}\\n([\\s\\S]*?)(?=^##)`, 'm').exec(runbook)?.[1] ?? '';
}

describe('the runbook', () => {
  test.each(ids)('says of the alarm %s what it means, where to look and what to do', (id) => {
    for (const part of ['**What it means.**', '**Look at.**', '**Do.**']) expect(section(id)).toContain(part);
  });

  test('has no section of an alarm that does not exist', () => {
    const sections = [...runbook.matchAll(/^### (\S+)$/gm)].map((match) => match[1]);
    expect(sections.sort()).toEqual([...ids].sort());
  });

  test('links no section that does not exist', () => {
    const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]?.toLowerCase());
    for (const [, anchor] of runbook.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
  });

  test('names only settings that exist', () => {
    for (const [, group, key] of runbook.matchAll(/`(application|alarms|snapshots)\.(\w+)`/g)) {
      const known: Record<string, object> = {
        application: settings.application,
        alarms: settings.alarms,
        snapshots: { applications: [], ...settings.snapshots },
      };
      expect(Object.keys(known[group ?? ''] ?? {})).toContain(key);
    }
  });
});
