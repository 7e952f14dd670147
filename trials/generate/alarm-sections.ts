import { ALARM_CATALOG, NEXT_OF_COMPOSITES } from '../../config/alarm-catalog/alarm-catalog';
import { inWords } from '../../config/alarm-catalog/in-words';

const MEANING = '**What it means.**';

/**
 * Updates the beginning of each alarm's section in the runbook: the command to begin with, and when the alarm fires.
 * What people wrote below it stays, and so does when a composite fires.
 *
 * @throws Error when an alarm has no section, or the section does not say what the alarm means.
 */
export function withAlarmSections(document: string): string {
  let page = document;
  for (const definition of Object.values(ALARM_CATALOG).flat()) {
    page = withBeginning(page, definition.id, definition.next, () => inWords(definition));
  }
  for (const [id, next] of Object.entries(NEXT_OF_COMPOSITES)) {
    page = withBeginning(page, id, next, (before) => /\*\*Fires\.\*\* (.*)/.exec(before)?.[1] ?? '');
  }
  return page;
}

function withBeginning(page: string, id: string, next: string, fires: (before: string) => string): string {
  const heading = `### ${id}\n`;
  const start = page.indexOf(`\n${heading}`) + 1;
  const end = page.indexOf(MEANING, start);
  const following = page.indexOf('\n#', start);
  if (start === 0 || end < 0 || (following >= 0 && end > following)) {
    throw new Error(`docs/runbook.md needs a section "### ${id}" with a paragraph that begins with "${MEANING}".`);
  }
  const before = page.slice(start, end);
  const beginning = `${heading}\n**Begin with.** \`npx ${next}\`\n\n**Fires.** ${fires(before)}\n\n`;
  return page.slice(0, start) + beginning + page.slice(end);
}
