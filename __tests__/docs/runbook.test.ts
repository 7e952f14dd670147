import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALARM_IDS } from '../../config/alarm-catalog/alarm-catalog';
import { settingsSchema } from '../../config/schema/settings';

const docs = join(__dirname, '../../docs');
const runbook = readFileSync(join(docs, 'runbook.md'), 'utf8');

/** The text between a heading of the third level and the next heading. */
function section(id: string): string {
  return new RegExp(`^### ${id}\\n([\\s\\S]*?)(?=^##)`, 'm').exec(runbook)?.[1] ?? '';
}

describe('the runbook', () => {
  test.each(ALARM_IDS)('says of the alarm %s when it fires, what it means, where to look and what to do', (id) => {
    for (const part of ['**Begin with.**', '**Fires.**', '**What it means.**', '**Look at.**', '**Do.**']) {
      expect(section(id)).toContain(part);
    }
  });

  test('has no section of an alarm that does not exist', () => {
    const sections = [...runbook.matchAll(/^### (\S+)$/gm)].map((match) => match[1]);
    expect(sections.sort()).toEqual([...ALARM_IDS].sort());
  });

  test('links no section that does not exist', () => {
    const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]?.toLowerCase());
    for (const [, anchor] of runbook.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
  });

  test('names only settings that exist', () => {
    const { shape } = settingsSchema.in;
    const known = {
      application: Object.keys(shape.application.unwrap().shape),
      alarms: Object.keys(shape.alarms.unwrap().shape),
      snapshots: Object.keys(shape.snapshots.unwrap().shape),
    };
    const named = [...runbook.matchAll(/`(application|alarms|snapshots)\.(\w+)/g)];
    expect(named.length).toBeGreaterThan(10);
    for (const [, group, key] of named) {
      expect(Object.entries(known).find(([name]) => name === group)?.[1]).toContain(key);
    }
  });
});
