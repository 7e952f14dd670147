import type { Construct } from 'constructs';
import { STACK_IDS } from '../config/model/stack-ids';
import { applicationLogGroup } from '../config/model/watched-applications';
import type { SettingsWithApplication } from '../config/schema/settings';
import { applicationUrl, logGroupUrl } from '../tools/console-urls';
import type { CodeKeys } from './parts/application-code';
import { FlinkApplication } from './parts/flink-application';
import { DeploymentStack } from './shared/deployment-stack';

/** Stack of the deployment's own Flink application, if the settings have one, and its code in the artifacts bucket. */
export class ApplicationStack extends DeploymentStack {
  constructor(scope: Construct, settings: SettingsWithApplication, code: CodeKeys) {
    super(scope, STACK_IDS.application, settings);
    const { account, names } = this;

    const { application } = new FlinkApplication(this, 'flink', {
      account,
      names,
      settings: settings.application,
      code,
      deployment: settings,
    });

    this.addOutputs({
      'application-name': application.name,
      'application-arn': application.arn,
      'application-console-url': applicationUrl(settings.region, settings.application.name),
      'application-log-url': logGroupUrl(settings.region, applicationLogGroup(settings.application)),
    });
  }
}
