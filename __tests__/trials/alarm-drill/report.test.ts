import type { Sighting } from '../../../trials/alarm-drill/drill';
import { drillPage, markdownTable, notSeen, tooManyMails } from '../../../trials/alarm-drill/report';
import type { Scenario } from '../../../trials/alarm-drill/scenarios';

const scenario: Scenario = {
  title: 'the job fails',
  alarms: [],
  cause: 'It throws.',
  remedy: 'It is mended.',
  end: async () => undefined,
};
const seen = (state: string, id: string, afterMs: number): NonNullable<Sighting['fired']> => {
  const at = new Date('2026-11-24T10:00:00Z');
  const subject = `${state}: "d/${id}" in US East (N. Virginia)`;
  const mail = { to: 'ops@example.com', subject, date: at, topicArn: 'arn', body: `the text of ${id}` };
  return { at, subject, reason: `a | b of ${id}.`, mail, afterMs };
};
const sighting = (id: string, change: Partial<Sighting> = {}): Sighting => ({
  alarm: { deployment: 'named', id, name: `d/${id}`, topicName: 't', notifiedBy: `d/${id}` },
  scenario,
  fired: seen('ALARM', id, 61_234),
  over: seen('OK', id, 5_000),
  ...change,
});

test('the table has a row for each sighting, in the order of the catalogue', () => {
  const [, , first, second, ...rest] = markdownTable([sighting('restarts'), sighting('downtime')]).split('\n');
  expect(first).toBe(
    '| downtime | It throws. | 61.2 s | **ALARM: "d/downtime" in US East (N. Virginia)** a \\| b of downtime. ' +
      '| It is mended. | 5.0 s | **OK: "d/downtime" in US East (N. Virginia)** a \\| b of downtime. |',
  );
  expect(second).toContain('| restarts | ');
  expect(rest).toEqual([]);
});

test('what was not seen is told, and stands in the table', () => {
  const sightings = [
    sighting('cpu', { over: undefined }),
    sighting('heap', { fired: undefined, over: undefined }),
    sighting('downtime'),
  ];
  expect(notSeen(sightings)).toEqual([
    'd/cpu did not end after the job fails.',
    'd/heap did not fire while the job fails.',
  ]);
  expect(markdownTable(sightings)).toContain('| heap | It throws. | not seen |  | It is mended. | not seen |  |');
});

test('the page tells the date, the time it took, and quotes a whole mail', () => {
  const page = drillPage({
    sightings: [sighting('downtime')],
    times: [
      { title: 'Deploy', ms: 60_000 },
      { title: 'Drill', ms: 1_500 },
    ],
    at: new Date('2026-11-25T23:00:00Z'),
  });
  expect(page).toContain('## Seen on 2026-11-25');
  expect(page).toContain('in 61.5 s (Deploy: 60.0 s; Drill: 1.5 s)');
  expect(page).toContain(
    'Subject: ALARM: "d/downtime" in US East (N. Virginia)\nTo: ops@example.com\n\nthe text of downtime',
  );
});

test('an alarm that mails twice for one cause, or no end, is noise', () => {
  const counted = new Map([
    ['d/cpu', { begins: 2, ends: 2 }],
    ['d/heap', { begins: 1, ends: 1 }],
    ['d/other', { begins: 3, ends: 1 }],
  ]);
  expect(tooManyMails(counted, [sighting('cpu'), sighting('heap')])).toEqual([
    'd/cpu mailed 2 begins, expected 1: one for each cause.',
    'd/other mailed 3 begins and 1 ends.',
  ]);
});
