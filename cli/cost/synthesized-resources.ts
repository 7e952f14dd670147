import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../../config/schema/settings';
import { withUnbuiltApp } from '../../stacks/synthesis/unbuilt-app';

/** Resource in a stack's cdk.tf.json. */
export interface SynthesizedResource {
  readonly stack: string;
  /** Terraform's type, such as `aws_sqs_queue`. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const stackSchema = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
});

/** Resources in the text of a cdk.tf.json. */
export function resourcesOf(stack: string, text: string): SynthesizedResource[] {
  const { resource } = stackSchema.parse(JSON.parse(text));
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.values(byName).map((body) => ({ stack, type, body })),
  );
}

const manifestSchema = z.object({ stacks: z.record(z.string(), z.object({ synthesizedStackPath: z.string() })) });

/**
 * Resources of a deployment of these settings: synthesized as by `cdktf synth`, into a folder that is deleted
 * afterwards. JAR and zip need not be built: their content does not matter here.
 */
export function synthesizedResources(settings: Settings): SynthesizedResource[] {
  return withUnbuiltApp(settings, (app) => {
    app.synth();
    const { stacks } = manifestSchema.parse(JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8')));
    return Object.entries(stacks).flatMap(([stack, { synthesizedStackPath }]) =>
      resourcesOf(stack, readFileSync(join(app.outdir, synthesizedStackPath), 'utf8')),
    );
  });
}
