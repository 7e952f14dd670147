import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import { flinkGraphs, managerGraphs, snapshotGraphs } from '../../config/dashboards/graphs';
import { APPLICATION_QUERIES, type LogQuery, MANAGER_QUERIES, sourced } from '../../config/dashboards/log-queries';
import { dashboardBody, graphOf, graphOfEach, graphOfFound, type Widget } from '../../config/dashboards/widgets';
import type { Alarm, DeploymentAlarms } from '../../config/model/deployment-alarms';
import { applicationDashboard, hasDashboardOfEach, type Names } from '../../config/model/names';
import type { WatchedApplication } from '../../config/model/watched-applications';
import type { Settings } from '../../config/schema/settings';
import type { Account } from '../shared/aws';

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
    const [only, ...others] = names.watchedApplications;
    const isOnlyOne = only !== undefined && others.length === 0 && names.applicationEntries.length === 1;
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: names.dashboard,
      dashboardBody: dashboardBody(isOnlyOne ? ofOnlyOne(only, props) : ofAll(props)),
    });
    if (!hasDashboardOfEach(settings, names)) return;
    for (const application of names.watchedApplications) {
      new CloudwatchDashboard(this, `dashboard-${application.name}`, {
        dashboardName: applicationDashboard(settings, application.name),
        dashboardBody: dashboardBody(ofOne(application, props)),
      });
    }
  }
}

/** Widgets of a deployment with one application: everything, because no other dashboard shows the manager. */
function ofOnlyOne(application: WatchedApplication, props: DashboardsProps): Widget[] {
  const { alarms, composites } = props.alarms;
  return [
    ...alarmStates([...composites, ...alarms], props),
    ...graphsOfOne(application, props),
    ...graphsOfManager(props),
    ...logsOfOne(application, props),
    ...logsOfManager(props),
  ];
}

function ofOne(application: WatchedApplication, props: DashboardsProps): Widget[] {
  const composites = props.alarms.composites.filter(({ subject }) => subject === application.name);
  return [
    ...alarmStates([...composites, ...alarmsOfOne(application, props)], props),
    ...graphsOfOne(application, props),
    ...logsOfOne(application, props),
  ];
}

function ofAll(props: DashboardsProps): Widget[] {
  const { settings, names, alarms: deployed } = props;
  const { region } = settings;
  const applications = names.watchedApplications;
  const isAllNamed = applications.length === names.applicationEntries.length && applications.length <= MOST_NAMED;
  const context = { scheduleMinutes: settings.snapshots.scheduleMinutes, alarms: deployed.alarms };
  const ofTheDeployment = deployed.alarms.filter(({ kind }) => kind !== 'application');
  return [
    ...alarmStates([...deployed.composites.toReversed(), ...ofTheDeployment], props),
    ...[...snapshotGraphs(context), ...flinkGraphs(context)].map((graph) =>
      isAllNamed ? graphOfEach(applications, graph, region) : graphOfFound(graph, region),
    ),
    ...graphsOfManager(props),
    ...logsOfManager(props),
  ];
}

function alarmsOfOne({ name }: WatchedApplication, { alarms: deployed }: DashboardsProps): Alarm[] {
  return deployed.alarms.filter(({ kind, subject }) => kind === 'application' && subject === name);
}

function graphsOfOne(application: WatchedApplication, props: DashboardsProps): Widget[] {
  const { region, snapshots } = props.settings;
  const alarms = alarmsOfOne(application, props);
  const context = { scheduleMinutes: snapshots.scheduleMinutes, alarms };
  return [...snapshotGraphs(context), ...flinkGraphs(context)].map((graph) => graphOf(application, graph, region));
}

function logsOfOne({ logGroup }: WatchedApplication, { settings }: DashboardsProps): Widget[] {
  return APPLICATION_QUERIES.map((query) => logWidget(query, logGroup, settings.region));
}

function graphsOfManager({ settings, names, alarms: { alarms } }: DashboardsProps): Widget[] {
  const context = { scheduleMinutes: settings.snapshots.scheduleMinutes, alarms };
  const queues = [names.undeliveredEventsQueue, names.failedRunsQueue];
  return managerGraphs(context, names.managerFunction, queues).map(({ subjects, graph }) =>
    graphOfEach(subjects, graph, settings.region),
  );
}

function logsOfManager({ settings, names }: DashboardsProps): Widget[] {
  return MANAGER_QUERIES.map((query) => logWidget(query, names.managerLogGroup, settings.region));
}

function alarmStates(alarms: readonly { readonly name: string }[], { account }: DashboardsProps): Widget[] {
  if (alarms.length === 0) return [];
  const arns = alarms
    .slice(0, MOST_ALARMS)
    .map(({ name }) => `arn:${account.partition}:cloudwatch:${account.region}:${account.id}:alarm:${name}`);
  return [{ type: 'alarm', isWide: true, height: 4, properties: { title: 'Alarms', alarms: arns } }];
}

function logWidget(query: LogQuery, logGroup: string, region: string): Widget {
  return { type: 'log', properties: { title: query.title, region, view: 'table', query: sourced(query, [logGroup]) } };
}
