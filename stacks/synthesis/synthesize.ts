import { App } from 'cdktf';
import type { ArtifactFiles } from '../../config/model/artifact-files';
import type { Settings } from '../../config/schema/settings';
import { addStacks } from '../deployment';

/** Writes the stacks of the settings to `outdir`; by default to the folder of cdktf's own command. */
export function synthesize(settings: Settings, files: ArtifactFiles, outdir?: string): void {
  const app = new App(outdir === undefined ? {} : { outdir });
  addStacks(app, settings, files);
  app.synth();
}
