import { METRIC_NAMESPACE } from '../lambda-src/contract';
import { LAST_SECONDS_OF_A_RUN } from '../stacks/alarms/alarm-definition';
import { namesOfNotifying } from '../stacks/alarms/alarm-ends';
import type { Alarm, DeploymentAlarms } from '../stacks/alarms/deployment-alarms';
import type { ApplicationEntry } from './application-settings';
import type { Problem } from './problems';
import type { Settings } from './settings';

/** CloudWatch: an alarm looks back a day at most, a week where its periods are an hour or more (PutMetricAlarm, EvaluationPeriods). */
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;
const HOUR_SECONDS = 3600;
const MINUTE_SECONDS = 60;

/** EventBridge: an event pattern has 2,048 characters at most; what stands beside the names of alarms has 300. */
const LONGEST_NAMES = 1_700;

/** CloudWatch: an alarm's name. */
const LONGEST_NAME = 255;

/** Alarms that CloudWatch would refuse, or that could never fire: by the path of the setting that makes them so. */
export function alarmProblems(deployed: DeploymentAlarms, settings: Settings): Problem[] {
  const { alarms } = deployed;
  const namesLength = JSON.stringify(namesOfNotifying(deployed)).length;
  const problems = [
    ...alarms.flatMap((alarm) => [
      tooFarBack(alarm),
      tooSlow(alarm, settings),
      tooOften(alarm, settings),
      moreThanRuns(alarm, settings),
    ]),
    ...alarms.map(nameTooLong),
    namesLength > LONGEST_NAMES && {
      path: 'snapshots.applications',
      is: `makes the names of the alarms whose ends are mailed ${namesLength} characters long`,
      expected: `at most ${LONGEST_NAMES}, which fit into an event pattern of EventBridge`,
      remedy:
        'Set tune.needs-a-person to false for all applications (alarms.tune) or for none: those that differ are named one by one.',
    },
  ].filter((problem) => problem !== false);
  // One setting makes an alarm of each application: it is wrong once.
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.expected}`, problem])).values()];
}

function tooFarBack({ id, path, periodSeconds, periods }: Alarm): Problem | false {
  const most = periodSeconds >= HOUR_SECONDS ? WEEK_SECONDS : DAY_SECONDS;
  return (
    periodSeconds * periods.of > most && {
      path,
      is: `makes ${id} look at ${periods.of} periods of ${periodSeconds / 60} minutes`,
      expected: `at most ${most / HOUR_SECONDS} hours in all, which CloudWatch allows for such periods`,
      remedy: 'Take fewer or shorter periods.',
    }
  );
}

/** The manager reports once a run: of shorter periods many are empty, which would fire, or keep from firing. */
function tooOften({ id, path, periodSeconds, periods, measure, noData }: Alarm, settings: Settings): Problem | false {
  const { scheduleMinutes, scheduleEnabled } = settings.snapshots;
  const scheduleSeconds = scheduleMinutes * MINUTE_SECONDS;
  const isOfTheManager = Object.values(measure.metrics).every(({ namespace }) => namespace === METRIC_NAMESPACE);
  if (!isOfTheManager || !scheduleEnabled || periodSeconds >= scheduleSeconds) return false;
  const runsInSight = (periodSeconds * periods.of) / scheduleSeconds;
  // One bad run is in sight for a while, and so is enough of them: such an alarm fires, and rests in time.
  if (noData !== 'breaching' && periods.breaching <= Math.max(1, Math.floor(runsInSight))) return false;
  const fires = Math.ceil(runsInSight) < periods.breaching ? 'never fire' : 'fire by chance only';
  return {
    path,
    is: `gives ${id} periods of ${periodSeconds / MINUTE_SECONDS} minutes`,
    expected: `at least snapshots.scheduleMinutes (${scheduleMinutes})`,
    remedy:
      noData === 'breaching'
        ? 'A period without a run counts as silence, so the alarm would never rest: raise periodMinutes.'
        : `A period without a run ${noData === 'ignore' ? 'says nothing' : 'counts as good'}, and ${periods.breaching} of ${periods.of} must be bad, so the alarm would ${fires}: raise periodMinutes.`,
  };
}

/** Alarms that count an application's runs. Those of the fleet count applications as well. */
const COUNTING_RUNS = ['snapshots-failed', 'snapshots-late'];

function moreThanRuns({ id, path, threshold, periodSeconds }: Alarm, { snapshots }: Settings): Problem | false {
  const runs = Math.ceil(periodSeconds / (snapshots.scheduleMinutes * MINUTE_SECONDS));
  return (
    COUNTING_RUNS.includes(id) &&
    snapshots.scheduleEnabled &&
    threshold >= runs && {
      path,
      is: `lets ${id} fire above ${threshold}`,
      expected: `less than ${runs}, the scheduled runs in a period of ${periodSeconds / MINUTE_SECONDS} minutes`,
      remedy:
        'A run counts one of an application, and more only where Lambda tries it again, so the alarm would rest while every snapshot goes wrong: lower aboveCount, or raise periodMinutes.',
    }
  );
}

function tooSlow({ id, path, threshold }: Alarm, { snapshots }: Settings): Problem | false {
  const waitSeconds = snapshots.timeoutSeconds - LAST_SECONDS_OF_A_RUN;
  return (
    id.endsWith('snapshot-duration') &&
    threshold >= waitSeconds * 1000 && {
      path,
      is: `lets ${id} fire above ${threshold / 1000} s`,
      expected: `less than ${waitSeconds} s, that is snapshots.timeoutSeconds (${snapshots.timeoutSeconds}) less the last ${LAST_SECONDS_OF_A_RUN} s`,
      remedy:
        'No duration longer than that is ever measured, so the alarm could not fire: lower aboveSeconds, or raise the time-out.',
    }
  );
}

/** The shortest time-out with which a run sees the end of the snapshots that the settings call usual. */
export function timeoutProblem({ snapshots }: Settings, entries: readonly ApplicationEntry[]): Problem | false {
  const { timeoutSeconds } = snapshots;
  const usual = Math.max(
    ...(entries.length > 0 ? entries : [{ usualSnapshotSeconds: undefined }]).map(
      (entry) => entry.usualSnapshotSeconds ?? snapshots.usualSnapshotSeconds,
    ),
  );
  const least = Math.min(LONGEST_TIMEOUT_SECONDS, usual + SECONDS_BESIDE_A_SNAPSHOT);
  return (
    timeoutSeconds < least && {
      path: 'snapshots.timeoutSeconds',
      is: `is ${timeoutSeconds}`,
      expected: `at least ${least}, since a snapshot usually takes ${usual} s (usualSnapshotSeconds)`,
      remedy: `Runs would end before their snapshots are READY: set it to ${least}.`,
    }
  );
}

/** Lambda: the longest time-out of a function. */
const LONGEST_TIMEOUT_SECONDS = 900;

/** Lists and deletions of a run, and its last 15 s. The default of 30 s fits the shortest time-out of 60. */
const SECONDS_BESIDE_A_SNAPSHOT = 30;

function nameTooLong({ name, path }: Alarm): Problem | false {
  return (
    name.length > LONGEST_NAME && {
      path,
      is: `makes an alarm’s name of ${name.length} characters: ${name}`,
      expected: `at most ${LONGEST_NAME}`,
      remedy: 'Shorten the name of the deployment.',
    }
  );
}
