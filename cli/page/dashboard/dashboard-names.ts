import { applicationDashboard } from '../../../config/model/names';
import type { Deployment } from '../../deployment';
import type { DashboardName } from '../api/dashboard';

/** Dashboards of a deployment among those that exist: the common one first, then one for each application. */
export function dashboardsOf(
  { dashboard: name, applications }: Pick<Deployment, 'dashboard' | 'applications'>,
  existing: readonly string[],
): DashboardName[] {
  const common: DashboardName = { name, application: null };
  const each = applications.flatMap(({ name: application }) =>
    application === undefined
      ? []
      : [{ name: applicationDashboard({ dashboard: { name } }, application), application }],
  );
  return [common, ...each].filter((dashboard) => existing.includes(dashboard.name));
}
