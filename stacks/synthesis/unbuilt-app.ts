import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { App } from 'cdktf';
import { readArtifactFiles } from '../../config/model/artifact-files';
import type { Settings } from '../../config/schema/settings';
import { appOf } from './synthesize';

/**
 * Stacks of the settings in an app whose folder is deleted afterwards. Nothing is built: empty files replace JAR and
 * zip, so only their hashes differ from the output of `cdktf synth`.
 */
export function withUnbuiltApp<T>(settings: Settings, use: (app: App) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'unbuilt-'));
  try {
    const jar = settings.application && join(folder, basename(settings.artifacts.jar));
    const lambdaZip = join(folder, 'snapshot-manager.zip');
    for (const file of [jar, lambdaZip]) if (file !== undefined) writeFileSync(file, '');
    return use(appOf(settings, readArtifactFiles({ jar, lambdaZip }), join(folder, 'cdktf.out')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
