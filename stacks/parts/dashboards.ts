import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import { applicationGraphs, managerGraphs } from '../../config/dashboards/graphs';
import { APPLICATION_QUERIES, type LogQuery, MANAGER_QUERIES, sourced } from '../../config/dashboards/log-queries';
import { dashboardBody, graphOf, graphOfEach, graphOfFound, type Widget } from '../../config/dashboards/widgets';
import type { Alarm, DeploymentAlarms } from '../../config/model/deployment-alarms';
import { applicationDashboard, hasDashboardOfEach, type Names } from '../../config/model/names';
import { rhythmOfAll, rhythmOfEntry } from '../../config/model/rhythms';
import type { WatchedApplication } from '../../config/model/watched-applications';
import type { Settings } from '../../config/schema/settings';
import type { Account } from '../shared/deployment-stack';

export interface DashboardsProps {
  readonly account: Account;
  readonly settings: Settings;
  readonly names: Names;
  readonly alarms: DeploymentAlarms;
}

/** Maximum number of alarms in a widget (CloudWatch). */
const MOST_ALARMS = 100;

/**
 * Maximum number of applications drawn by name; with more, graphs search for them, because a dashboard is limited to
 * 2,500 metrics (CloudWatch).
 */
const MOST_NAMED = 50;

/** Dashboard of the deployment, with one for each named application if there are several. */
export class Dashboards extends Construct {
  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const { settings, names } = props;
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: names.dashboard,
      dashboardBody: dashboardOfDeployment(props),
    });
    if (!hasDashboardOfEach(settings, names)) return;
    for (const application of names.watchedApplications) {
      new CloudwatchDashboard(this, `dashboard-${application.name}`, {
        dashboardName: applicationDashboard(settings, application.name),
        dashboardBody: dashboardOfOne(application, props),
      });
    }
  }
}

/** Graphs and logs of applications, or of the manager. */
interface Section {
  readonly graphs: readonly Widget[];
  readonly logs: readonly Widget[];
}

/** Dashboard of the whole deployment. That of an only application shows its logs, too, because no other does. */
function dashboardOfDeployment(props: DashboardsProps): string {
  const { alarms, composites } = props.alarms;
  const { watchedApplications, applicationEntries } = props.names;
  const [only, ...others] = watchedApplications;
  const isOnlyOne = only !== undefined && others.length === 0 && applicationEntries.length === 1;
  if (isOnlyOne) return body([...composites, ...alarms], [sectionOfOne(only, props), sectionOfManager(props)], props);
  const ofTheDeployment = alarms.filter(({ kind }) => kind !== 'application');
  const sections = [sectionOfAll(props), sectionOfManager(props)];
  return body([...composites.toReversed(), ...ofTheDeployment], sections, props);
}

function dashboardOfOne(application: WatchedApplication, props: DashboardsProps): string {
  const composites = props.alarms.composites.filter(({ subject }) => subject === application.name);
  return body([...composites, ...alarmsOfOne(application, props)], [sectionOfOne(application, props)], props);
}

function sectionOfAll({ settings, names, alarms: { alarms } }: DashboardsProps): Section {
  const applications = names.watchedApplications;
  const isAllNamed = applications.length === names.applicationEntries.length && applications.length <= MOST_NAMED;
  const graphs = applicationGraphs({ ...rhythmOfAll(names.applicationEntries, settings), alarms }).map((graph) =>
    isAllNamed ? graphOfEach(applications, graph, settings.region) : graphOfFound(graph, settings.region),
  );
  return { graphs, logs: [] };
}

function sectionOfOne(application: WatchedApplication, props: DashboardsProps): Section {
  const { region } = props.settings;
  const context = { ...rhythmOfEntry(application.entry, props.settings), alarms: alarmsOfOne(application, props) };
  return {
    graphs: applicationGraphs(context).map((graph) => graphOf(application, graph, region)),
    logs: APPLICATION_QUERIES.map((query) => logWidget(query, application.logGroup, region)),
  };
}

function sectionOfManager({ settings, names, alarms: { alarms } }: DashboardsProps): Section {
  const { region } = settings;
  const context = { ...rhythmOfAll(names.applicationEntries, settings), alarms };
  const queues = [names.undeliveredEventsQueue, names.failedRunsQueue];
  return {
    graphs: managerGraphs(context, names.managerFunction, queues).map(({ subjects, graph }) =>
      graphOfEach(subjects, graph, region),
    ),
    logs: MANAGER_QUERIES.map((query) => logWidget(query, names.managerLogGroup, region)),
  };
}

function alarmsOfOne({ name }: WatchedApplication, { alarms: deployed }: DashboardsProps): Alarm[] {
  return deployed.alarms.filter(({ kind, subject }) => kind === 'application' && subject === name);
}

function logWidget(query: LogQuery, logGroup: string, region: string): Widget {
  return { type: 'log', properties: { title: query.title, region, view: 'table', query: sourced(query, [logGroup]) } };
}

/** Body of a dashboard: the states of alarms, the graphs of all sections, their logs. */
function body(
  alarms: readonly { readonly name: string }[],
  sections: readonly Section[],
  { account }: DashboardsProps,
): string {
  const arns = alarms
    .slice(0, MOST_ALARMS)
    .map(({ name }) => `arn:${account.partition}:cloudwatch:${account.region}:${account.id}:alarm:${name}`);
  const states: Widget = { type: 'alarm', isWide: true, height: 4, properties: { title: 'Alarms', alarms: arns } };
  return dashboardBody([
    ...(arns.length > 0 ? [states] : []),
    ...sections.flatMap(({ graphs }) => graphs),
    ...sections.flatMap(({ logs }) => logs),
  ]);
}
