import { ALARM_IDS } from '../../../config/alarm-catalog/alarm-catalog';
import { deployedAlarms } from '../../safety/gather/deployed-alarms';
import { readPart } from '../../safety/gather/trouble';
import type { AlarmsDocument } from '../api/alarms';
import { everyMs, type PageContext } from '../context';
import { RefusedRequestError, type Route } from '../server/routes';
import { type AlarmChanges, alarmChanges } from './alarm-changes';
import { alarmOf, byUrgency } from './alarm-of';
import { runbookPage } from './runbook';

/** Interval of a look at the local cloud. */
const LOCAL_MS = 5000;
const WEEK_MS = 7 * 86_400_000;

/** Alarms of the deployment with their changes, and the runbook's page of each. */
export function alarmRoutes(context: PageContext): Route[] {
  const reading = context.watch.add({
    topic: 'alarms',
    everyMs: everyMs(context, LOCAL_MS),
    read: () => readAlarms(context),
  });
  return [
    { method: 'GET', path: /\/api\/alarms/, answer: reading },
    { method: 'GET', path: /\/api\/runbook\/(?<id>[^/]+)/, answer: ({ path }) => runbookPage(alarmId(path.id)) },
  ];
}

/** @throws the error of CloudWatch when the alarms can't be read. */
async function readAlarms({ deployment, clients, clock }: PageContext): Promise<AlarmsDocument> {
  const { alarmNamePrefix: prefix } = deployment;
  const since = new Date(clock.now().getTime() - WEEK_MS);
  const [deployed, changes] = await Promise.all([
    deployedAlarms(prefix, clients.alarms),
    // Who may see alarms need not have the right to see their history.
    readPart(() => alarmChanges(clients.alarms, prefix, since)),
  ]);
  const found = 'value' in changes ? changes.value : undefined;
  return {
    at: clock.now().toISOString(),
    alarms: deployed.map((each) => alarmOf(each, prefix, deployed)).toSorted(byUrgency),
    changes: found?.changes ?? null,
    changesSince: found?.cutAt?.toISOString() ?? null,
    unread:
      'value' in changes ? cutText(changes.value) : [`The history of the alarms can't be read: ${changes.because}`],
  };
}

function cutText({ cutAt }: AlarmChanges): string[] {
  if (cutAt === undefined) return [];
  return [
    `The changes of alarms before ${cutAt.toISOString()} were not read: this account has too many in the last week. The CloudWatch console shows those of one alarm.`,
  ];
}

function alarmId(given = ''): string {
  if (ALARM_IDS.includes(given)) return given;
  throw new RefusedRequestError(`There is no alarm ${given}. Known: ${ALARM_IDS.join(', ')}.`, 404);
}
