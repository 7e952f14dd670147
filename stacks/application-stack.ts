import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import type { ArtifactFiles } from './artifact-files';
import { useAws } from './aws';
import { useBackend } from './backend';
import { applicationUrl, logGroupUrl } from './console-urls';
import { artifactKeys, namesOf, STACK_IDS } from './names';
import { addOutputs } from './outputs';
import { FlinkApplication } from './parts/flink-application';

/** The Flink application whose snapshots are taken. */
export class ApplicationStack extends TerraformStack {
  constructor(scope: Construct, settings: Settings, files: ArtifactFiles) {
    super(scope, STACK_IDS.application);
    const account = useAws(this, settings);
    useBackend(this, settings);
    const names = namesOf(settings);

    const { application } = new FlinkApplication(this, 'flink', {
      account,
      names,
      settings: settings.application,
      deployment: settings,
      jarKey: artifactKeys(files).jar,
    });

    addOutputs(this, {
      'application-name': application.name,
      'application-arn': application.arn,
      'application-console-url': applicationUrl(settings.region, names.application),
      'application-log-url': logGroupUrl(settings.region, names.applicationLogGroup),
    });
  }
}
