import { drillProblems } from '../../../config/checks/drill-checks';
import { namesOf } from '../../../config/model/names';
import { settingsWith } from '../../settings-with';

const WINDOW = '04:00-04:30';

function problems(entry: object, snapshots: object = {}, application: object | undefined = undefined): string[] {
  const settings = settingsWith({
    application,
    snapshots: { applications: [{ name: 'orders', drill: { window: WINDOW }, ...entry }], ...snapshots },
  });
  return drillProblems(settings, namesOf(settings).watchedApplications).map(
    ({ path, is, expected }) => `${path} ${is}, expected ${expected}`,
  );
}

test('a window with room, of an application that runs, with an objective that it keeps, is accepted', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ drill: { window: '23:55-00:06' } })).toEqual([]);
  expect(problems({ drill: { window: WINDOW, days: ['SUN'] }, provenWithinDays: 8 })).toEqual([]);
  expect(problems({}, {}, { name: 'orders' })).toEqual([]);
  expect(problems({}, {}, { name: 'payments', snapshotsEnabled: false })).toEqual([]);
});

test('a window shorter than the usual restore is refused with the sum', () => {
  expect(problems({ drill: { window: '04:00-04:29' }, usualSnapshotSeconds: 600 })).toEqual([
    'snapshots.applications[0].drill.window is "04:00-04:29", 29 minutes, expected at least 30 minutes: 2 × 600 s for two snapshots (usualSnapshotSeconds), and 10 minutes to stop, start and prove',
  ]);
});

test('the usual duration of all counts where the application has none', () => {
  expect(problems({ drill: { window: '04:00-04:11' } }, { usualSnapshotSeconds: 40 })).toEqual([
    'snapshots.applications[0].drill.window is "04:00-04:11", 11 minutes, expected at least 12 minutes: 2 × 40 s for two snapshots (usualSnapshotSeconds), and 10 minutes to stop, start and prove',
  ]);
});

test('an application that takes no snapshot when it stops is not drilled', () => {
  expect(problems({}, {}, { name: 'orders', snapshotsEnabled: false })).toEqual([
    'snapshots.applications[0].drill is set, but application.snapshotsEnabled is false, expected no drill in place for an application that takes no snapshot when it stops',
  ]);
});

test.each([
  ['its entry', { stoppedOnPurpose: 'season' }, undefined, 'snapshots.applications[0].stoppedOnPurpose'],
  ['the application', {}, { name: 'orders', stoppedOnPurpose: 'season' }, 'application.stoppedOnPurpose'],
])('one that is stopped on purpose by %s is not drilled', (_case, entry, application, place) => {
  expect(problems(entry, {}, application)).toEqual([
    `snapshots.applications[0].drill is set beside ${place}, expected no drill in place for an application that is stopped on purpose`,
  ]);
});

test.each([
  ['its own', { provenWithinDays: 3 }, {}, 'snapshots.applications[0].provenWithinDays is 3'],
  ['that of all', {}, { provenWithinDays: 7 }, 'snapshots.provenWithinDays is 7'],
])('an objective that weekly drills break is refused with the sum: %s', (_case, entry, snapshots, is) => {
  expect(problems({ drill: { window: WINDOW, days: ['SUN'] }, ...entry }, snapshots)).toEqual([
    `${is}, expected at least 8: up to 7 days between two windows of snapshots.applications[0].drill, and the time of the drill itself`,
  ]);
});
