import { join } from 'node:path';
import { CommandFailedError, run } from '../../../tools/processes/run';
import { PROJECT } from '../../checkout';
import type { RunPorts } from './activities';

/** Starter of the program, in a checkout and where the tarball was installed. */
const PROGRAM = join(PROJECT, 'bin', 'kda.js');

/** Runs `kda` as a process of its own, with the environment of this one. It is interrupted, never killed. */
export const runKda: RunPorts['run'] = async (args, { onLine, interrupt }) => {
  try {
    await run(process.execPath, [PROGRAM, ...args], { onLine, interrupt });
    return 0;
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    return error.exitCode;
  }
};
