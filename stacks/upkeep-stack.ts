import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { Construct } from 'constructs';
import { STACK_IDS } from '../config/model/stack-ids';
import type { Settings } from '../config/schema/settings';
import { DeploymentStack } from './shared/deployment-stack';

/** Days to keep earlier builds for a roll-back; later ones can be rebuilt from Git. */
const OLD_VERSIONS_DAYS = 90;

/** Days until the parts of an aborted upload are deleted. */
const BROKEN_UPLOADS_DAYS = 7;

/**
 * Stack of the rules that clean up the artifacts bucket. The provider waits 55 seconds until such a rule is read back
 * unchanged; nothing needs it, so this stack is deployed beside application and snapshots instead of before them.
 */
export class UpkeepStack extends DeploymentStack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, STACK_IDS.upkeep, settings);
    new S3BucketLifecycleConfiguration(this, 'artifacts-lifecycle', {
      bucket: this.names.artifactsBucket,
      rule: [
        {
          id: 'old-versions',
          status: 'Enabled',
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: OLD_VERSIONS_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: BROKEN_UPLOADS_DAYS }],
        },
      ],
    });
  }
}
