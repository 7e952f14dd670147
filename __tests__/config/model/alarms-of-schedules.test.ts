import { alarmsOf } from '../../../config/model/deployment-alarms';
import { namesOf } from '../../../config/model/names';
import { settingsWith } from '../../settings-with';

function alarms(applications: readonly unknown[], snapshots: object = {}) {
  const settings = settingsWith({ name: 'prod', snapshots: { applications, ...snapshots } });
  const deployed = alarmsOf(settings, namesOf(settings)).alarms;
  return (id: string, subject: string) => {
    const alarm = deployed.find((each) => each.id === id && each.subject === subject);
    return alarm && { minutes: alarm.periodSeconds / 60, ...alarm.periods };
  };
}

const NIGHTLY = { name: 'nightly', scheduleCron: '0 2 ? * MON-FRI *', snapshotAgeMinutes: 8_640 };
const HOURLY = { name: 'hourly', scheduleMinutes: 60, snapshotAgeMinutes: 120 };

test('the alarms of an application look at its own runs', () => {
  const alarm = alarms([NIGHTLY, HOURLY, 'orders']);
  expect(alarm('snapshot-age', 'orders')).toEqual({ minutes: 10, breaching: 2, of: 2 });
  expect(alarm('snapshot-age', 'hourly')).toEqual({ minutes: 60, breaching: 2, of: 2 });
  // A day is CloudWatch's longest period.
  expect(alarm('snapshot-age', 'nightly')).toEqual({ minutes: 1_440, breaching: 2, of: 2 });
  expect(alarm('snapshots-failed', 'nightly')).toEqual({ minutes: 1_440, breaching: 1, of: 1 });
});

test('one bad run is enough where the next one comes days later', () => {
  const alarm = alarms(['orders', { name: 'weekly', scheduleCron: '0 2 ? * MON *', snapshotAgeMinutes: 20_160 }]);
  expect(alarm('not-running', 'weekly')).toEqual({ minutes: 1_440, breaching: 1, of: 1 });
});

test('silence is noticed by the schedule that runs most often, and a rarer one does not delay it', () => {
  expect(alarms([NIGHTLY, HOURLY])('manager-runs', 'prod')).toEqual({ minutes: 60, breaching: 2, of: 2 });
  expect(alarms(['orders', HOURLY])('manager-runs', 'prod')).toEqual({ minutes: 10, breaching: 2, of: 2 });
});

test('a manager that pauses over the weekend is silent after the days that no schedule leaves empty', () => {
  expect(alarms([NIGHTLY])('manager-runs', 'prod')).toEqual({ minutes: 1_440, breaching: 4, of: 4 });
});

test('a cron of several times a day is silent after its longest gap, and its alarms look at the shortest', () => {
  const alarm = alarms([{ name: 'odd', scheduleCron: '0 2,4,23 * * ? *', snapshotAgeMinutes: 2_280 }]);
  expect(alarm('manager-runs', 'prod')).toEqual({ minutes: 19 * 60, breaching: 2, of: 2 });
  expect(alarm('snapshot-age', 'odd')).toEqual({ minutes: 120, breaching: 2, of: 2 });
});
