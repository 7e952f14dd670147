import { METRIC_NAMESPACE } from '../lambda-src/contract';
import type { Alarm, DeploymentAlarms } from '../stacks/alarms/deployment-alarms';
import type { Problem } from './problems';
import type { Settings } from './settings';

/** The manager stops waiting for a snapshot so long before its own time-out: time to leave its record. */
const LAST_SECONDS_OF_A_RUN = 15;

/** CloudWatch: an alarm looks back a day at most, a week where its periods are an hour or more (PutMetricAlarm, EvaluationPeriods). */
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;
const HOUR_SECONDS = 3600;

/** CloudWatch: a composite alarm is over 100 others at most, in a rule of 10,240 characters (PutCompositeAlarm). */
const MOST_CHILDREN = 100;
const LONGEST_RULE = 10_240;

/** CloudWatch: an alarm's name. */
const LONGEST_NAME = 255;

/** Alarms that CloudWatch would refuse, or that could never fire: by the path of the setting that makes them so. */
export function alarmProblems({ alarms, composites }: DeploymentAlarms, settings: Settings): Problem[] {
  const problems = [
    ...alarms.flatMap((alarm) => [tooFarBack(alarm), tooSlow(alarm, settings), tooOften(alarm, settings)]),
    ...alarms.map(nameTooLong),
    ...composites.map(
      ({ name, children, rule }) =>
        (children.length > MOST_CHILDREN || rule.length > LONGEST_RULE) && {
          path: 'snapshots.applications',
          is: `puts ${children.length} alarms below ${name}, in a rule of ${rule.length} characters`,
          expected: `at most ${MOST_CHILDREN}, in ${LONGEST_RULE} characters`,
          remedy: 'Select some applications by prefix, pattern or tag, or set alarms.tune.needs-a-person to false.',
        },
    ),
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

/** The manager reports once a run: a shorter period is often empty, which would fire or never fire. */
function tooOften({ id, path, periodSeconds, measure, noData }: Alarm, { snapshots }: Settings): Problem | false {
  const isOfTheManager = Object.values(measure.metrics).every(({ namespace }) => namespace === METRIC_NAMESPACE);
  return (
    isOfTheManager &&
    noData === 'breaching' &&
    periodSeconds < snapshots.scheduleMinutes * 60 && {
      path,
      is: `gives ${id} periods of ${periodSeconds / 60} minutes`,
      expected: `at least snapshots.scheduleMinutes (${snapshots.scheduleMinutes})`,
      remedy: 'A period without a run counts as silence, so the alarm would never rest: raise periodMinutes.',
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
