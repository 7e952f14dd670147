import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = join(__dirname, '../../.github/workflows');

const stepSchema = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  if: z.string().optional(),
});

const workflowSchema = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()).optional(),
  concurrency: z.unknown(),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number().optional(),
      permissions: z.record(z.string(), z.string()).optional(),
      environment: z.string().optional(),
      needs: z.string().optional(),
      if: z.string().optional(),
      steps: z.array(stepSchema),
    }),
  ),
});

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly content: z.infer<typeof workflowSchema>;
}

/** Every workflow, as text and as what it says. */
export const WORKFLOWS: readonly Workflow[] = readdirSync(FOLDER).map((file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  return { file, text, content: workflowSchema.parse(parse(text)) };
});

export function workflow(file: string): Workflow {
  const found = WORKFLOWS.find((one) => one.file === file);
  if (!found) throw new Error(`There is no workflow ${file}.`);
  return found;
}
