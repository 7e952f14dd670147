import type { App } from 'cdktf';
import type { ArtifactFiles } from '../config/model/artifact-files';
import { artifactKeys } from '../config/model/names';
import { hasApplication, type Settings } from '../config/schema/settings';
import { ApplicationStack } from './application-stack';
import { ArtifactsStack } from './artifacts-stack';
import { SnapshotsStack } from './snapshots-stack';
import { UpkeepStack } from './upkeep-stack';

/**
 * Adds the stacks of a deployment: artifacts, the application if the settings have one, and snapshots. Artifacts come
 * first, because the other two need them in the bucket. The cleaning rules of the bucket are a separate stack that
 * nothing waits for.
 */
export function addStacks(app: App, settings: Settings, files: ArtifactFiles): void {
  const artifacts = new ArtifactsStack(app, settings, files);
  // The stacks share no tokens, so without this order cdktf would deploy them all at once.
  const { jar, jarUpload } = artifactKeys(files);
  if (hasApplication(settings) && jar && jarUpload) {
    new ApplicationStack(app, settings, { key: jar, upload: jarUpload }).addDependency(artifacts);
  }
  new SnapshotsStack(app, settings, files).addDependency(artifacts);
  // No stack depends on it: it takes a minute, during which the others are already in use.
  new UpkeepStack(app, settings).addDependency(artifacts);
}
