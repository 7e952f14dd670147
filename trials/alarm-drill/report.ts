import { ALARM_IDS } from '../../config/alarm-catalog/alarm-catalog';
import { type PhaseTime, seconds } from '../../tools/progress';
import { markupOf } from '../pictures/picture-list';
import type { countStateMails } from './alarm-mails';
import type { Sighting } from './drill';

export interface DrillReport {
  readonly sightings: readonly Sighting[];
  readonly times: readonly PhaseTime[];
  readonly at: Date;
}

/** One sentence for each alarm that was not seen both ways; none: all were. */
export function notSeen(sightings: readonly Sighting[]): readonly string[] {
  return sightings.flatMap(({ alarm, scenario, fired, over }) => {
    if (!fired) return [`${alarm.name} did not fire while ${scenario.title}.`];
    return over ? [] : [`${alarm.name} did not end after ${scenario.title}.`];
  });
}

/** The page that shows what was done and seen. */
export function drillPage({ sightings, times, at }: DrillReport): string {
  const total = times.reduce((sum, { ms }) => sum + ms, 0);
  const quoted = sightings.find(({ alarm, fired }) => alarm.id === 'downtime' && fired)?.fired;
  return `# The drill of the alarms

${markupOf('alarms', 'docs/alarm-drill.md')}

\`\`\`
npm run alarm-drill
\`\`\`

deploys two deployments on the local cloud with a real Terraform (\`config/alarm-drill.json\`: applications by name;
\`config/alarm-drill-fleet.json\`: by tag), starts twelve applications as real Flink jobs, and for every alarm of
\`config/alarm-catalog\` causes its condition, waits for ALARM, takes the condition away and waits for OK. A condition is caused in Flink,
the API or the function, never by writing a metric. What counts as seen is the mail that a person gets, of the real
evaluation of the deployed alarm, minute by minute. Of an alarm below a composite it is the composite's mail, of one whose
trouble the snapshot manager mails it is the alarm's state. Mails are counted: one for each cause and one for its end. Its exit
code is 1 if one alarm was not seen both ways.
\`npm run alarm-drill -- cpu heap\` drills these only, and leaves this page alone.

The settings of the two deployments differ from the defaults in time: a run every minute, a time-out of 90 s, periods of a
minute where they are five or sixty, \`restarts\` and \`failed-checkpoints\` held for two minutes instead of five. In
threshold: an objective of 2 minutes, 5 s for the duration of snapshots, checkpoint growth from 20 MB on instead of 50,
40 % CPU instead of 80 (a busy machine gives a JVM less than the vCPU that the service would), a quota of 20.

Times run from the beginning of what is done (a restart of the job included) until the mail.

## Seen on ${at.toISOString().slice(0, 10)}

${sightings.length} times ALARM and OK, of all ${ALARM_IDS.length} alarms, in ${seconds(total)} (${times.map(({ title, ms }) => `${title}: ${seconds(ms)}`).join('; ')}).

${markdownTable(sightings)}

## A mail

${quoted?.mail ? `\`\`\`\nSubject: ${quoted.subject}\nTo: ${quoted.mail.to}\n\n${quoted.mail.body}\n\`\`\`` : 'None was seen.'}

${FOUND}`;
}

const FOUND = `## What it found

- While a job restarts Flink has no record counts of its tasks. The local cloud lost all figures with them, \`downtime\` too.
- The emulator counts an invocation that is throttled among the errors as well; Lambda does not, nor does the local cloud now.
- What Lambda repeats of a failed run had no figures of the applications whose record it found, and reported for the fleet that
  none of them is stopped: while runs failed, \`fleet-not-running\` could not fire (411 s instead of two minutes). A retry now tells
  of all, by their records.
- Named applications counted as found, so \`fleet-empty\` could not fire beside one. They no longer do.
- Two deployments that look after the same application write the same metrics, and wait for each other's snapshots.
- Flink 1.20 reads the state of an operator back byte by byte (\`CompressibleFSDataInputStream\`): 10 MB took 6 s.
`;

const HEADER = ['alarm', 'what was done', 'ALARM after', 'mail', 'what ended it', 'OK after', 'mail'] as const;

/** A row for each alarm and scenario, in the order of the alarms. */
export function markdownTable(sightings: readonly Sighting[]): string {
  const rows = [...sightings]
    .sort((a, b) => ALARM_IDS.indexOf(a.alarm.id) - ALARM_IDS.indexOf(b.alarm.id))
    .map(({ alarm, scenario, fired, over }) => [
      alarm.id,
      scenario.cause,
      fired ? seconds(fired.afterMs) : 'not seen',
      mailCell(fired),
      scenario.remedy,
      over ? seconds(over.afterMs) : 'not seen',
      mailCell(over),
    ]);
  return [HEADER, HEADER.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

/** Cell with the mail's subject in bold, or the state alone if there was no mail. */
function mailCell(seen: Sighting['fired']): string {
  if (!seen) return '';
  return seen.mail ? `**${seen.subject}** ${seen.reason}` : `(by the snapshot manager) ${seen.reason}`;
}

/** Mails beyond the expected ones: one end for each start, and one start of each alarm for each of its scenarios. */
export function tooManyMails(
  counted: ReturnType<typeof countStateMails>,
  sightings: readonly Sighting[],
): readonly string[] {
  const causes = new Map<string, Set<string>>();
  for (const { alarm, scenario } of sightings) {
    if (alarm.notifiedBy === undefined) continue;
    causes.set(alarm.notifiedBy, (causes.get(alarm.notifiedBy) ?? new Set()).add(scenario.title));
  }
  return [...counted].flatMap(([name, { begins, ends }]) => {
    const expected = causes.get(name)?.size;
    const unequal = Math.abs(begins - ends) > 1 ? [`${name} mailed ${begins} begins and ${ends} ends.`] : [];
    return expected !== undefined && begins > expected
      ? [...unequal, `${name} mailed ${begins} begins, expected ${expected}: one for each cause.`]
      : unequal;
  });
}

/** A pipe would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
