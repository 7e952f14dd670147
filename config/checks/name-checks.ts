import { applicationDashboard, hasDashboardOfEach, type Names } from '../model/names';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Maximum length of a dashboard name (CloudWatch, PutDashboard). */
const LONGEST_DASHBOARD = 255;

/**
 * Composed names that are too long or equal. Names whose length the schema already limits (roles, queues) always fit.
 */
export function nameProblems(settings: Settings, names: Names): Problem[] {
  if (!hasDashboardOfEach(settings, names)) return [];
  // A name that stands twice is another problem, which has its own message.
  const applications = [...new Set(names.watchedApplications.map(({ name }) => name))];
  const dashboards = applications.map((application) => applicationDashboard(settings, application));
  const tooLong = dashboards.filter((dashboard) => dashboard.length > LONGEST_DASHBOARD);
  const alike = applications.filter((_application, index) => dashboards.indexOf(dashboards[index] ?? '') !== index);
  return [
    tooLong[0] !== undefined && {
      path: 'dashboard.name',
      is: `makes a dashboard’s name of ${tooLong[0].length} characters: ${tooLong[0]}`,
      expected: `at most ${LONGEST_DASHBOARD}`,
      remedy: 'Shorten it, or set dashboard.perApplication to false.',
    },
    alike[0] !== undefined && {
      path: 'snapshots.applications',
      is: `makes two dashboards with the same name: ${applicationDashboard(settings, alike[0])}`,
      expected: 'names that differ in more than "." and "_"',
      remedy: 'A dashboard’s name cannot contain ".". Set dashboard.perApplication to false.',
    },
  ].filter((problem) => problem !== false);
}
