import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ENVIRONMENT_VARIABLE } from '../../config/load-settings';
import type { Settings } from '../../config/schema/settings';
import { NotSynthesizedError, SYNTHESIZED } from './synthesized-stacks';

/** Says in the folder of the synthesized stacks which settings they are of. */
export const FROM_FILE = 'synthesized-from.json';

/** The settings that stacks were synthesized of. */
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

/** Written last, so that a synthesis that failed is none. */
export function writeSynthesizedFrom(folder: string, settings: Settings): void {
  writeFileSync(join(folder, FROM_FILE), `${JSON.stringify(synthesizedFrom(settings), null, 2)}\n`);
}

/**
 * The settings of the synthesized stacks, when they are those of today.
 * @throws NotSynthesizedError when the stacks are of another environment or of other settings, or do not say of which.
 */
export function ensureSynthesizedFrom(settings: Settings, folder = SYNTHESIZED): SynthesizedFrom {
  const file = join(folder, FROM_FILE);
  if (!existsSync(file)) {
    throw new NotSynthesizedError(
      `${file} is not there, so nobody knows of which settings these stacks are. ${synthFor(settings.environment)}`,
    );
  }
  const found = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  refuseOther(folder, found, settings);
  return found;
}

/** @throws NotSynthesizedError when `found`, which `what` was made of, is not the settings. */
export function refuseOther(what: string, found: SynthesizedFrom, settings: Settings): void {
  const now = synthesizedFrom(settings);
  if (found.environment !== now.environment) {
    throw new NotSynthesizedError(
      `${what} is of the environment "${found.environment}", and ${ENVIRONMENT_VARIABLE} chooses "${now.environment}". Nothing was done. ${synthFor(now.environment)} Or set ${ENVIRONMENT_VARIABLE}=${found.environment}.`,
    );
  }
  if (found.settings !== now.settings) {
    throw new NotSynthesizedError(
      `config/${now.environment}.json has other settings than ${what}, which was made of them earlier. Nothing was done. ${synthFor(now.environment)}`,
    );
  }
}

function synthFor(environment: string): string {
  return `Run "npx cdktf synth" with ${ENVIRONMENT_VARIABLE}=${environment}, then "npm run plan-stacks".`;
}

/** Text of a file that says it of plans, beside them: it has no ending, since *.json are the plans. */
export const PLANS_FROM = 'synthesized-from';

export function readPlansFrom(text: string): SynthesizedFrom {
  return schema.parse(JSON.parse(text));
}
