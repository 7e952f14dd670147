import {
  type DrillWindow,
  longestDaysBetween,
  MINUTES_TO_STOP_START_AND_PROVE,
  parseDrillWindow,
  usualDrillMinutes,
} from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { WatchedApplication } from '../model/watched-applications';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/**
 * Drills that could never work: a window without room for the usual restore, an application that is stopped or takes no
 * snapshot at its stop, an objective that the windows can't keep.
 */
export function drillProblems(
  settings: Pick<Settings, 'application' | 'snapshots'>,
  watched: readonly WatchedApplication[],
): Problem[] {
  return watched.flatMap((application) => {
    const { drill } = application.entry;
    const window = drill && parseDrillWindow(drill.window, drill.days);
    if (!drill || !window) return [];
    return [
      tooShort(application, drill.window, window, settings),
      withoutSnapshot(application, settings),
      stopped(application),
      tooSeldom(application, window, settings),
    ].filter((problem) => problem !== false);
  });
}

function tooShort(
  { path, entry }: WatchedApplication,
  text: string,
  { minutes }: DrillWindow,
  { snapshots }: Pick<Settings, 'snapshots'>,
): Problem | false {
  const usual = entry.usualSnapshotSeconds ?? snapshots.usualSnapshotSeconds;
  const needed = usualDrillMinutes(usual);
  return (
    minutes < needed && {
      path: `${path}.drill.window`,
      is: `is ${JSON.stringify(text)}, ${minutes} minutes`,
      expected: `at least ${needed} minutes: 2 × ${usual} s for two snapshots (usualSnapshotSeconds), and ${MINUTES_TO_STOP_START_AND_PROVE} minutes to stop, start and prove`,
      remedy: 'A drill must end within its window. Make the window longer.',
    }
  );
}

function withoutSnapshot(
  { name, path }: WatchedApplication,
  { application }: Pick<Settings, 'application'>,
): Problem | false {
  return (
    application?.name === name &&
    !application.snapshotsEnabled && {
      path: `${path}.drill`,
      is: 'is set, but application.snapshotsEnabled is false',
      expected: 'no drill in place for an application that takes no snapshot when it stops',
      remedy:
        'What was processed since the last snapshot would be lost. Remove drill, or set snapshotsEnabled to true.',
    }
  );
}

function stopped({ path, entry, stoppedOnPurpose }: WatchedApplication): Problem | false {
  if (stoppedOnPurpose === undefined) return false;
  const place = entry.stoppedOnPurpose === undefined ? 'application.stoppedOnPurpose' : `${path}.stoppedOnPurpose`;
  return {
    path: `${path}.drill`,
    is: `is set beside ${place}`,
    expected: 'no drill in place for an application that is stopped on purpose',
    remedy: 'Only a running application is drilled. Remove one of the two.',
  };
}

function tooSeldom(
  { path, entry }: WatchedApplication,
  window: DrillWindow,
  { snapshots }: Pick<Settings, 'snapshots'>,
): Problem | false {
  const days = entry.provenWithinDays ?? snapshots.provenWithinDays;
  const between = longestDaysBetween(window);
  if (days === undefined || days > between) return false;
  return {
    path: entry.provenWithinDays === undefined ? 'snapshots.provenWithinDays' : `${path}.provenWithinDays`,
    is: `is ${days}`,
    expected: `at least ${between + 1}: up to ${between} ${between === 1 ? 'day' : 'days'} between two windows of ${path}.drill, and the time of the drill itself`,
    remedy: 'The alarm drill-overdue would fire before each drill. Increase it, or drill on more days.',
  };
}
