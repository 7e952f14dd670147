import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { Settings } from '../../config/settings';
import { readArtifactFiles } from '../../stacks/artifact-files';
import { addStacks } from '../../stacks/deployment';
import { type ScanException, scanExceptionsBelow } from '../../stacks/scan-exceptions';
import type { ScannedStack } from './checkov';

export interface Synthesized {
  readonly stacks: readonly ScannedStack[];
  readonly exceptions: readonly ScanException[];
}

/**
 * The stacks of these settings as `cdktf synth` writes them, and the exceptions beside their resources. Nothing is built:
 * only the hashes of JAR and zip would be others.
 */
export function synthesizeForScan(settings: Settings): Synthesized {
  return withApp(settings, (app) => {
    app.synth();
    const stacks = join(app.outdir, 'stacks');
    return {
      stacks: readdirSync(stacks)
        .sort()
        .map((id) => ({ id, json: readFileSync(join(stacks, id, 'cdk.tf.json'), 'utf8') })),
      exceptions: scanExceptionsBelow(app),
    };
  });
}

/** The exceptions alone: no stack is written. */
export function exceptionsOf(settings: Settings): ScanException[] {
  return withApp(settings, scanExceptionsBelow);
}

function withApp<T>(settings: Settings, use: (app: App) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'scan-'));
  try {
    const jar = join(folder, 'application.jar');
    const lambdaZip = join(folder, 'snapshot-manager.zip');
    for (const file of [jar, lambdaZip]) writeFileSync(file, '');
    const app = new App({ outdir: join(folder, 'cdktf.out') });
    addStacks(app, settings, readArtifactFiles({ jar, lambdaZip }));
    return use(app);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
