import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ENVIRONMENT_VARIABLE } from '../../config/load-settings';
import type { Settings } from '../../config/schema/settings';
import { NotSynthesizedError, SYNTHESIZED } from './synthesized-stacks';

/** File in the folder of the synthesized stacks that names their settings. */
export const FROM_FILE = 'synthesized-from.json';

/** Settings from which stacks were synthesized. */
export interface SynthesizedFrom {
  readonly environment: string;
  /** SHA-256 of the settings, defaults included. */
  readonly settings: string;
}

const schema = z.object({ environment: z.string(), settings: z.string() });

export function synthesizedFrom(settings: Settings): SynthesizedFrom {
  return {
    environment: settings.environment,
    settings: createHash('sha256').update(JSON.stringify(settings)).digest('hex'),
  };
}

/** Writes the file; the last step, so that a failed synthesis leaves none. */
export function writeSynthesizedFrom(folder: string, settings: Settings): void {
  writeFileSync(join(folder, FROM_FILE), `${JSON.stringify(synthesizedFrom(settings), null, 2)}\n`);
}

/**
 * Settings of the synthesized stacks, if they are the present ones.
 *
 * @throws NotSynthesizedError when the stacks belong to another environment or other settings, or do not say to which.
 */
export function ensureSynthesizedFrom(settings: Settings, folder = SYNTHESIZED): SynthesizedFrom {
  const file = join(folder, FROM_FILE);
  if (!existsSync(file)) {
    throw new NotSynthesizedError(
      `${file} does not exist, so the settings of these stacks are unknown. ${synthFor(settings.environment)}`,
    );
  }
  const found = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  refuseOther(folder, found, settings);
  return found;
}

/**
 * Compares recorded settings with the present ones.
 *
 * @throws NotSynthesizedError when `found`, from which `what` was made, differs from the settings.
 */
export function refuseOther(what: string, found: SynthesizedFrom, settings: Settings): void {
  const now = synthesizedFrom(settings);
  if (found.environment !== now.environment) {
    throw new NotSynthesizedError(
      `${what} belongs to the environment "${found.environment}", but ${ENVIRONMENT_VARIABLE} selects "${now.environment}". Nothing was done. ${synthFor(now.environment)} Or set ${ENVIRONMENT_VARIABLE}=${found.environment}.`,
    );
  }
  if (found.settings !== now.settings) {
    throw new NotSynthesizedError(
      `config/${now.environment}.json changed since ${what} was made from it. Nothing was done. ${synthFor(now.environment)}`,
    );
  }
}

function synthFor(environment: string): string {
  return `Run "npx cdktf synth" with ${ENVIRONMENT_VARIABLE}=${environment}, then "npx kda plan-stacks".`;
}

/** File beside plans that names their settings; it has no extension, because *.json are the plans. */
export const PLANS_FROM = 'synthesized-from';

export function readPlansFrom(text: string): SynthesizedFrom {
  return schema.parse(JSON.parse(text));
}
