import type { Construct } from 'constructs';
import type { ArtifactFiles } from '../config/model/artifact-files';
import { alarmsOf } from '../config/model/deployment-alarms';
import { drillRuleArns } from '../config/model/drills/drill-policies';
import { drillRules } from '../config/model/drills/drill-rules';
import { artifactKeys } from '../config/model/names';
import { STACK_IDS } from '../config/model/stack-ids';
import type { Settings } from '../config/schema/settings';
import { alarmsUrl, dashboardUrl, functionUrl, logGroupUrl, tableUrl } from '../tools/console-urls';
import { AlarmEnds, Alarms } from './parts/alarms';
import { Alerts } from './parts/alerts';
import { Dashboards } from './parts/dashboards';
import { DeploymentParameter } from './parts/deployment-parameter';
import { DrillSchedule } from './parts/drill-schedule';
import { encryptionKeyArn } from './parts/encryption-key';
import { SavedQueries } from './parts/saved-queries';
import { Schedule } from './parts/schedule';
import { SnapshotManager } from './parts/snapshot-manager';
import { AuditTable, HoldsTable } from './parts/tables';
import { DeploymentStack } from './shared/deployment-stack';

/** Stack that takes snapshots on schedule, prunes, records, reports and watches them. */
export class SnapshotsStack extends DeploymentStack {
  constructor(scope: Construct, settings: Settings, files: ArtifactFiles) {
    super(scope, STACK_IDS.snapshots, settings);
    const { account, names } = this;
    const lambdaZipKey = artifactKeys(files).lambdaZip;

    const keyArnOf = (use: 'tables' | 'queues', description: string) =>
      encryptionKeyArn(this, `${use}-key`, { account, settings, use, what: use, description });
    const tablesKeyArn = keyArnOf('tables', `Audit and holds of ${settings.name}`);
    const queuesKeyArn = keyArnOf('queues', `Queues of ${settings.name}`);

    const alerts = new Alerts(this, 'alerts', { account, names, settings });
    const audit = new AuditTable(this, 'audit', settings, tablesKeyArn);
    const holds = new HoldsTable(this, 'holds', settings.audit, tablesKeyArn);
    const manager = new SnapshotManager(this, 'manager', {
      account,
      names,
      settings,
      audit,
      holds,
      alerts,
      lambdaZipKey,
      tablesKeyArn,
      queuesKeyArn,
    });
    const drills = drillRules(settings.name, names.applicationEntries);
    const schedule = new Schedule(this, 'schedule', {
      account,
      names,
      settings: settings.snapshots,
      manager,
      queuesKeyArn,
      otherRules: drills.length > 0 ? drillRuleArns(account, settings.name) : undefined,
    });
    if (drills.length > 0) {
      const { undeliveredEvents } = schedule;
      const props = { account, names, settings, drills, manager, undeliveredEvents };
      this.addOutputs({ 'drill-machine-arn': new DrillSchedule(this, 'drills', props).machine.arn });
    }
    const alarms = alarmsOf(settings, names);
    new Alarms(this, 'alarms', { settings: settings.alarms, definitions: alarms, alerts });
    new AlarmEnds(this, 'alarm-ends', { account, names, deployment: settings.name, alarms, alerts });
    new Dashboards(this, 'dashboard', { account, settings, names, alarms });
    new SavedQueries(this, 'queries', { deployment: settings.name, names });
    new DeploymentParameter(this, 'deployment', settings);

    this.addOutputs({
      'topic-arn': alerts.topic.arn,
      'table-name': audit.table.name,
      'holds-table-name': holds.table.name,
      'function-name': manager.lambda.functionName,
      'rule-name': names.scheduleRule,
      'failed-runs-queue-url': manager.failedRuns.queue.url,
      'undelivered-events-queue-url': schedule.undeliveredEvents.queue.url,
      'dashboard-url': dashboardUrl(settings.region, names.dashboard),
      'alarms-url': alarmsUrl(settings.region, `${settings.name}/`),
      'table-url': tableUrl(settings.region, names.auditTable),
      'holds-table-url': tableUrl(settings.region, names.holdsTable),
      'function-url': functionUrl(settings.region, names.managerFunction),
      'manager-log-url': logGroupUrl(settings.region, names.managerLogGroup),
    });
  }
}
