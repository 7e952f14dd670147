import { ensureMiniStack } from '../local/cloud/ministack-installation';

/**
 * Before the first system test of a new checkout: no test pays for an installation within its own time limit, or finds it
 * among the lines that it expects. Without Python the tests that need the emulator say so.
 */
export default async function installOnce(): Promise<void> {
  await ensureMiniStack((line) => console.log(line)).catch((error: unknown) => console.log(String(error)));
}
