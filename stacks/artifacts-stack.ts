import type { Construct } from 'constructs';
import type { ArtifactFiles } from '../config/model/artifact-files';
import { ARTIFACTS_KEY, artifactKeys } from '../config/model/names';
import { STACK_IDS } from '../config/model/stack-ids';
import type { Settings } from '../config/schema/settings';
import { Artifact } from './parts/artifact';
import { ArtifactBucket } from './parts/artifact-bucket';
import { encryptionKeyArn } from './parts/encryption-key';
import { DeploymentStack } from './shared/deployment-stack';
import { RemovedBlock } from './shared/removed-block';

/** Address of the lifecycle rule in older states, before it moved to `upkeep`. */
const LIFECYCLE_MOVED = 'aws_s3_bucket_lifecycle_configuration.artifacts_lifecycle_85D31407';

/** Address of the JAR in older states, before the application's stack had its own copy. */
const JAR_COPIED = 'aws_s3_object.jar_current_092747FE';

/**
 * Stack of the bucket with what the other stacks run: the manager's zip, and the Flink application's JAR if there is
 * one.
 */
export class ArtifactsStack extends DeploymentStack {
  constructor(scope: Construct, settings: Settings, files: ArtifactFiles) {
    super(scope, STACK_IDS.artifacts, settings);
    const keys = artifactKeys(files);

    const name = this.names.artifactsBucket;
    const keyArn = encryptionKeyArn(this, 'artifacts-key', {
      account: this.account,
      settings,
      use: 'bucket',
      what: ARTIFACTS_KEY,
      description: `Objects of ${name}`,
    });
    const bucket = new ArtifactBucket(this, 'artifacts', name, keyArn);
    if (files.jar && keys.jarUpload) {
      new Artifact(this, 'jar', { bucket, file: files.jar, key: keys.jarUpload, address: 'upload' });
    }
    new Artifact(this, 'lambda-zip', { bucket, file: files.lambdaZip, key: keys.lambdaZip, address: 'current' });

    // Until November 2026 the application ran the object of this stack, and may still run it, so the object stays.
    new RemovedBlock(this, 'jar-copied', JAR_COPIED);
    // Until November 2026 the bucket's lifecycle rule was in this stack. `upkeep` overwrites it with the same rule.
    new RemovedBlock(this, 'lifecycle-moved', LIFECYCLE_MOVED);

    this.addOutputs({
      'artifacts-bucket': bucket.bucket.id,
      ...(keys.jar ? { 'jar-key': keys.jar } : {}),
      'lambda-zip-key': keys.lambdaZip,
    });
  }
}
