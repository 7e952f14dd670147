import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/schema/settings';
import { type ScanException, scanExceptionsBelow } from '../../stacks/shared/scan-exceptions';
import { withUnbuiltApp } from '../../stacks/synthesis/unbuilt-app';
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
  return withUnbuiltApp(settings, (app) => {
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
  return withUnbuiltApp(settings, scanExceptionsBelow);
}
