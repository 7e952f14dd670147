import { METRIC_NAMESPACE } from '../../lambda-src/contract';
import { LAST_SECONDS_OF_A_RUN } from '../alarm-catalog/alarm-definition';
import { type Alarm, type DeploymentAlarms, namesOfNotifying } from '../model/deployment-alarms';
import { rhythmOfAlarm } from '../model/rhythms';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/**
 * CloudWatch looks back at most one day, or one week for periods of an hour or more (PutMetricAlarm,
 * EvaluationPeriods).
 */
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;
const HOUR_SECONDS = 3600;
const MINUTE_SECONDS = 60;

/**
 * Length of the alarm names in an event pattern: EventBridge allows 2,048 characters, the rest of the pattern takes
 * 300.
 */
const LONGEST_NAMES = 1_700;

/** Maximum length of an alarm name in CloudWatch. */
const LONGEST_NAME = 255;

/** Alarms that CloudWatch would refuse or that could never fire, each with the path of the setting that causes it. */
export function alarmProblems(
  deployed: DeploymentAlarms,
  settings: Settings,
  entries: readonly ApplicationEntry[],
): Problem[] {
  const { alarms } = deployed;
  const namesLength = JSON.stringify(namesOfNotifying(deployed)).length;
  const problems = [
    ...alarms.flatMap((alarm) => [
      tooFarBack(alarm),
      tooSlow(alarm, settings),
      tooOften(alarm, settings, entries),
      moreThanRuns(alarm, settings, entries),
    ]),
    ...alarms.map(nameTooLong),
    namesLength > LONGEST_NAMES && {
      path: 'snapshots.applications',
      is: `makes the names of the alarms that mail a resolution ${namesLength} characters long`,
      expected: `at most ${LONGEST_NAMES}, which fit into an EventBridge event pattern`,
      remedy:
        'Set tune.needs-a-person to false for all applications (alarms.tune) or for none: exceptions are listed one by one.',
    },
  ].filter((problem) => problem !== false);
  // One setting makes an alarm for each application; the problem is reported once.
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.expected}`, problem])).values()];
}

function tooFarBack({ id, path, periodSeconds, periods }: Alarm): Problem | false {
  const most = periodSeconds >= HOUR_SECONDS ? WEEK_SECONDS : DAY_SECONDS;
  return (
    periodSeconds * periods.of > most && {
      path,
      is: `makes ${id} look at ${periods.of} periods of ${periodSeconds / 60} minutes`,
      expected: `at most ${most / HOUR_SECONDS} hours in all, which CloudWatch allows for such periods`,
      remedy: 'Use fewer or shorter periods.',
    }
  );
}

/** An alarm with periods shorter than the schedule: the manager reports once a run, so many periods would be empty. */
function tooOften(alarm: Alarm, settings: Settings, entries: readonly ApplicationEntry[]): Problem | false {
  const { id, path, periodSeconds, periods, measure, noData } = alarm;
  const { scheduleEnabled } = settings.snapshots;
  const { scheduleMinutes } = rhythmOfAlarm(alarm, settings, entries);
  const scheduleSeconds = scheduleMinutes * MINUTE_SECONDS;
  const isOfTheManager = Object.values(measure.metrics).every(({ namespace }) => namespace === METRIC_NAMESPACE);
  if (!isOfTheManager || !scheduleEnabled || periodSeconds >= scheduleSeconds) return false;
  const runsInSight = (periodSeconds * periods.of) / scheduleSeconds;
  // Enough bad runs fit into the evaluated periods, so the alarm fires, and ends when they have passed.
  if (noData !== 'breaching' && periods.breaching <= Math.max(1, Math.floor(runsInSight))) return false;
  const fires = Math.ceil(runsInSight) < periods.breaching ? 'never fire' : 'fire only by chance';
  return {
    path,
    is: `gives ${id} periods of ${periodSeconds / MINUTE_SECONDS} minutes`,
    expected: `at least ${closestRuns(alarm, scheduleMinutes, settings, entries)}`,
    remedy:
      noData === 'breaching'
        ? 'A period without a run counts as breaching, so the alarm would fire permanently. Increase periodMinutes.'
        : `A period without a run ${noData === 'ignore' ? 'is ignored' : 'counts as good'}, and ${periods.breaching} of ${periods.of} must be bad, so the alarm would ${fires}. Increase periodMinutes.`,
  };
}

/** `snapshots.scheduleMinutes (10)`; other schedules with the number only. */
function closestRuns(
  { subject }: Alarm,
  scheduleMinutes: number,
  { snapshots }: Settings,
  entries: readonly ApplicationEntry[],
): string {
  const entry = entries.find(({ name }) => name === subject);
  const isOwn = entry !== undefined && (entry.scheduleMinutes !== undefined || entry.scheduleCron !== undefined);
  if (isOwn) return `${scheduleMinutes}, the minutes between two runs of ${subject}`;
  return snapshots.scheduleCron === undefined
    ? `snapshots.scheduleMinutes (${scheduleMinutes})`
    : `${scheduleMinutes}, the fewest minutes between two runs of snapshots.scheduleCron`;
}

/** Alarms that count the runs of one application. The fleet's alarms also count applications. */
const COUNTING_RUNS = ['snapshots-failed', 'snapshots-late'];

function moreThanRuns(alarm: Alarm, settings: Settings, entries: readonly ApplicationEntry[]): Problem | false {
  const { id, path, threshold, periodSeconds } = alarm;
  const { snapshots } = settings;
  const runs = Math.ceil(periodSeconds / (rhythmOfAlarm(alarm, settings, entries).scheduleMinutes * MINUTE_SECONDS));
  return (
    COUNTING_RUNS.includes(id) &&
    snapshots.scheduleEnabled &&
    threshold >= runs && {
      path,
      is: `lets ${id} fire above ${threshold}`,
      expected: `less than ${runs}, the scheduled runs in a period of ${periodSeconds / MINUTE_SECONDS} minutes`,
      remedy:
        'Each run counts at most 1 per application (more only after a Lambda retry), so the alarm would stay silent while every snapshot fails. Lower aboveCount, or increase periodMinutes.',
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
      expected: `less than ${waitSeconds} s: snapshots.timeoutSeconds (${snapshots.timeoutSeconds}) minus the last ${LAST_SECONDS_OF_A_RUN} s`,
      remedy:
        'No longer duration is ever measured, so the alarm could not fire. Lower aboveSeconds, or increase the time-out.',
    }
  );
}

/** Time-out that is too short for a run to see the end of a snapshot of usual duration. */
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
      expected: `at least ${least}, because a snapshot usually takes ${usual} s (usualSnapshotSeconds)`,
      remedy: `Runs would end before their snapshots are READY. Set it to ${least}.`,
    }
  );
}

/** Longest time-out of a Lambda function, in seconds. */
const LONGEST_TIMEOUT_SECONDS = 900;

/**
 * Seconds for the lists and deletions of a run, and its last 15 s. A default snapshot of 30 s then fits the minimum
 * time-out of 60 s.
 */
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
