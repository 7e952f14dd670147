import { App } from 'cdktf';
import type { ArtifactFiles } from '../../config/model/artifact-files';
import type { Settings } from '../../config/schema/settings';
import { addStacks } from '../deployment';

/** App with the stacks of the settings, to be written to `outdir`; by default to the folder of cdktf's own command. */
export function appOf(settings: Settings, files: ArtifactFiles, outdir?: string): App {
  const app = new App(outdir === undefined ? {} : { outdir });
  addStacks(app, settings, files);
  return app;
}

/** Writes the stacks of the settings to `outdir`, as `appOf`. */
export function synthesize(settings: Settings, files: ArtifactFiles, outdir?: string): void {
  appOf(settings, files, outdir).synth();
}
