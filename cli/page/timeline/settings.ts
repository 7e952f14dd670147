import { parseDrillWindow } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { Deployment } from '../../deployment';
import { entryOf, objectiveMinutesOf } from '../../views/read-history';
import type { TimelineSettings } from './facts';

/** Settings of the deployment that the time line of an application needs. */
export function timelineSettingsOf(deployment: Deployment, application: string): TimelineSettings {
  const entry = entryOf(deployment, application);
  const { schedule, quietHours } = entry ?? deployment;
  return {
    objectiveMinutes: objectiveMinutesOf(deployment, application),
    isScheduled: deployment.isScheduled,
    schedule,
    quietHours,
    drill: entry?.drill && parseDrillWindow(entry.drill.window, entry.drill.days),
  };
}
