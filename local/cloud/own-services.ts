import { join } from 'node:path';
import { openQueryDefinitions } from './alarm-engine/query-definitions';
import { dashboardText } from './dashboard-text';
import type { EmulatorClients } from './emulator-clients';
import type { Interceptor } from './gateway';
import { filterLogEvents } from './log-insights/filter-events';
import { insightsService } from './log-insights/insights-service';
import { metricsService } from './metric-data/metrics-service';

export interface OwnServicesOptions {
  readonly folder: string;
  readonly accountId: string;
  readonly clients: EmulatorClients;
  readonly report: (line: string) => void;
}

/** CloudWatch's metrics, dashboards and logs, as far as the emulator lacks them or answers something else than AWS. */
export async function ownServices({ folder, accountId, clients, report }: OwnServicesOptions): Promise<Interceptor[]> {
  return [
    metricsService(clients.metrics),
    dashboardText(clients.cloudWatch),
    await openQueryDefinitions(join(folder, 'alarms', 'query-definitions.json')),
    insightsService({ client: clients.logs, accountId, report }),
    filterLogEvents(clients.logs),
  ];
}
