import { applicationSafety } from '../../../cli/safety/application-safety';
import { drillFindings } from '../../../cli/safety/drill-findings';
import { utcText, written } from '../../../cli/safety/words';
import { parseDrillWindow } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { action, alarm, applicationOf, LIMITS, minutesAgo, NOW, run } from './facts-of';

const DAY = 1440;
const provenAt = (minutes: number) => ({
  value: { proof: { at: minutesAgo(minutes), snapshot: 'demo.good', restoreSeconds: 41 } },
});
const drill = (minutes: number, verdict: string, message: string, who = 'the drill schedule of demo') =>
  action(minutes, 'drilled', { writtenBy: 'manager', verdict, message, who });
const failed = (minutes: number) => drill(minutes, 'not-proven', 'Snapshot demo.9 did not start.', 'ada');
const refused = (minutes: number) => drill(minutes, 'refused', 'Refused: the newest snapshot is suspect.');

function found(wish: Parameters<typeof applicationOf>[0], limits = {}): string[] {
  const all = drillFindings(applicationOf(wish), { ...LIMITS, ...limits }, NOW);
  return all.map(({ weight, says }) => `${weight}: ${written(says, utcText)}`);
}

describe('a drill that did not work', () => {
  const says = 'unsafe: the drill at 2026-11-28T02:02:00Z did not work: Snapshot demo.9 did not start.';

  test('counts until something is proven after it', () => {
    const rows = [run(12), failed(60)];
    expect(found({ rows, proven: provenAt(DAY) })).toEqual([says]);
    expect(found({ rows, proven: provenAt(14) })).toEqual([]);
    const later = drill(30, 'proven', 'It runs.', 'ada');
    expect(found({ rows: [run(12), later, failed(60)], proven: provenAt(DAY) })).toEqual([]);
  });

  test.each(['refused', 'given-up', 'started-not-proven'])('counts also after a later one that was %s', (verdict) => {
    const rows = [run(12), drill(30, verdict, '', 'ada'), failed(60)];
    expect(found({ rows, proven: provenAt(DAY) })).toEqual([says]);
  });

  test('counts also when its row is older than a day', () => {
    const earlierDrills = { value: { rows: [failed(3 * DAY)] } };
    expect(found({ earlierDrills, proven: provenAt(7 * DAY) })).toEqual([
      'unsafe: the drill at 2026-11-25T03:02:00Z did not work: Snapshot demo.9 did not start.',
    ]);
  });

  test('makes its alarm a reason while nothing was proven since, and a note after a proof', () => {
    const alarms = [alarm('drill-failed', { isInAlarm: true, since: minutesAgo(3 * DAY) })];
    const safety = (proven: ReturnType<typeof provenAt>) => {
      const { verdict, reasons, notes } = applicationSafety(applicationOf({ alarms, proven }), LIMITS, NOW);
      return [verdict, ...[...reasons, ...notes].map((each) => written(each, utcText))];
    };
    expect(safety(provenAt(7 * DAY))).toEqual(['unsafe', 'alarm drill-failed is in ALARM since 2026-11-25T03:02:00Z']);
    expect(safety(provenAt(2 * DAY))).toEqual(['safe', 'alarm drill-failed is in ALARM since 2026-11-25T03:02:00Z']);
  });
});

describe('drills on schedule that prove nothing', () => {
  test('are named with the reason of the newest one', () => {
    expect(found({ rows: [run(12), refused(60)] })).toEqual([
      'note: the last drill on schedule proved nothing: Refused: the newest snapshot is suspect.',
    ]);
    const earlierDrills = { value: { rows: [refused(7 * DAY), refused(14 * DAY), drill(21 * DAY, 'proven', '')] } };
    expect(found({ rows: [run(12), refused(60)], earlierDrills })).toEqual([
      'note: the last 3 drills on schedule, since 2026-11-14T03:02:00Z, proved nothing; the newest one: Refused: the newest snapshot is suspect.',
    ]);
  });

  test('are no news once one of them was not refused, and a person’s refused drill is none', () => {
    expect(found({ rows: [drill(60, 'proven', ''), refused(90)] })).toEqual([]);
    expect(found({ rows: [drill(60, 'refused', 'Refused.', 'ada')] })).toEqual([]);
  });
});

describe('a window in which no drill ran', () => {
  // Saturday 2026-11-28, 03:02; the last window that can be judged began on Friday at 22:00.
  const drillWindow = parseDrillWindow('22:00-22:30');
  const deployed = { schedule: 'rate(10 minutes)', deployedAt: minutesAgo(2 * DAY) };
  const says =
    'note: no drill ran in the window of 2026-11-27T22:00:00Z, though the settings consent: its execution failed, or its rule did not start it';

  test('is named, unless a drill of the schedule has a row since', () => {
    expect(found({ drillWindow }, deployed)).toEqual([says]);
    expect(found({ drillWindow, rows: [drill(301, 'proven', '')] }, deployed)).toEqual([]);
    expect(found({ drillWindow, rows: [drill(301, 'proven', '', 'ada')] }, deployed)).toEqual([says]);
  });

  test('is none before the deployment, of a paused schedule, where rows were not read, or while it may go on', () => {
    expect(found({ drillWindow }, { ...deployed, deployedAt: minutesAgo(200) })).toEqual([]);
    expect(found({ drillWindow }, { ...deployed, schedule: undefined })).toEqual([]);
    expect(found({ drillWindow, past: { because: 'no right' } }, deployed)).toEqual([]);
    expect(found({ drillWindow: parseDrillWindow('23:30-23:59') }, deployed)).toEqual([
      says.replace('27T22:00', '26T23:30'),
    ]);
    const earlierDrills = { value: { rows: [], searchedSince: minutesAgo(300) } };
    expect(found({ drillWindow, earlierDrills }, deployed)).toEqual([]);
  });
});
