import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Settings } from '../../config/settings';
import type { DeploymentAlarms } from '../alarms/deployment-alarms';
import type { Account } from '../aws';
import { flinkGraphs, type GraphContext, managerGraphs, snapshotGraphs } from '../dashboards/graphs';
import { APPLICATION_QUERIES, type LogQuery, MANAGER_QUERIES, sourced } from '../dashboards/log-queries';
import { dashboardBody, graphOf, graphOfEach, graphOfFound, type Widget } from '../dashboards/widgets';
import { applicationDashboard, hasDashboardOfEach, type Names } from '../names';
import type { WatchedApplication } from '../watched-applications';

export interface DashboardsProps {
  readonly account: Account;
  readonly settings: Settings;
  readonly names: Names;
  readonly alarms: DeploymentAlarms;
}

/** CloudWatch: a widget of alarms shows 100 at most. */
const MOST_ALARMS = 100;

/** CloudWatch: a dashboard holds 2,500 metrics; with more applications than this its graphs search for them. */
const MOST_NAMED = 50;

/** The dashboard of the one application, or of all together with one more for each that is named. */
export class Dashboards extends Construct {
  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const { settings, names } = props;
    const [only, ...others] = names.watchedApplications;
    const isOnlyOne = only !== undefined && others.length === 0 && names.applicationEntries.length === 1;
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: names.dashboard,
      dashboardBody: dashboardBody(isOnlyOne ? ofOne(only, props) : ofAll(props)),
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

function ofOne(application: WatchedApplication, props: DashboardsProps): Widget[] {
  const { settings, alarms: deployed } = props;
  const { region } = settings;
  const alarms = deployed.alarms.filter(({ subject }) => subject === application.name);
  const context = { scheduleMinutes: settings.snapshots.scheduleMinutes, alarms, isFlink2: application.isFlink2 };
  const composites = deployed.composites.filter(({ subject }) => subject === application.name);
  return [
    ...alarmStates([...composites, ...alarms], props),
    ...[...snapshotGraphs(context), ...flinkGraphs(context)].map((graph) => graphOf(application.name, graph, region)),
    ...APPLICATION_QUERIES.map((query) => logWidget(query, application.logGroup, region)),
  ];
}

function ofAll(props: DashboardsProps): Widget[] {
  const { settings, names, alarms: deployed } = props;
  const { region } = settings;
  const applications = names.watchedApplications.map(({ name }) => name);
  const isAllNamed = applications.length === names.applicationEntries.length && applications.length <= MOST_NAMED;
  const context: GraphContext = {
    scheduleMinutes: settings.snapshots.scheduleMinutes,
    alarms: deployed.alarms,
    // Where some run Flink 2, what those report under other names is in their own dashboards.
    isFlink2: names.watchedApplications.length > 0 && names.watchedApplications.every(({ isFlink2 }) => isFlink2),
  };
  const ofTheDeployment = deployed.alarms.filter(({ subject }) => !applications.includes(subject));
  const queues = [names.undeliveredEventsQueue, names.failedRunsQueue];
  return [
    ...alarmStates([...deployed.composites.toReversed(), ...ofTheDeployment], props),
    ...[...snapshotGraphs(context), ...flinkGraphs(context)].map((graph) =>
      isAllNamed ? graphOfEach(applications, graph, region) : graphOfFound(graph, region),
    ),
    ...managerGraphs(context, names.managerFunction, queues).map(({ subjects, graph }) =>
      graphOfEach(subjects, graph, region),
    ),
    ...MANAGER_QUERIES.map((query) => logWidget(query, names.managerLogGroup, region)),
  ];
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
