import { parseDrillWindow } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { rateExpression } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import type { Deployment } from '../../deployment';
import { entryOf, objectiveMinutesOf } from '../../views/read-history';
import type { TimelineSettings } from './facts';

/** Settings of the deployment that the time line of an application needs. */
export function timelineSettingsOf(deployment: Deployment, application: string): TimelineSettings {
  const { drill } = entryOf(deployment, application) ?? {};
  return {
    objectiveMinutes: objectiveMinutesOf(deployment, application),
    isScheduled: deployment.isScheduled,
    schedule: rateExpression(deployment.scheduleMinutes),
    drill: drill && parseDrillWindow(drill.window, drill.days),
  };
}
