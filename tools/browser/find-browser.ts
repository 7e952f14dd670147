import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium that can be started. */
export interface Browser {
  readonly binary: string;
  /** Where it was found, in words. */
  readonly from: string;
  /** Environment of its process; none: that of this one. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Names under which systems install Chromium and Chrome. */
export const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'] as const;

/**
 * Browser of this machine: the program in `KDA_BROWSER`, else the first of NAMES on PATH; undefined if there is none.
 *
 * @throws Error when `KDA_BROWSER` names no program.
 */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): Browser | undefined {
  const chosen = environment.KDA_BROWSER;
  if (chosen) {
    if (isProgram(chosen)) return { binary: chosen, from: 'KDA_BROWSER' };
    throw new Error(
      `KDA_BROWSER is '${chosen}', which is not a program. Set it to the program of a Chromium or Chrome, or unset it.`,
    );
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const binary = candidates.find(isProgram);
  return binary === undefined ? undefined : { binary, from: 'PATH' };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
