import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { handOver } from '../tools/processes/hand-over';

/** Folder of the project: a checkout, or where the tarball was installed. */
export const PROJECT = resolve(__dirname, '..');

/** Error for a command that was started without the checkout it needs. */
export class CheckoutMissingError extends Error {
  override readonly name = 'CheckoutMissingError';
}

/** True if the project is a checkout: the tarball has no settings and no stacks. */
export function isCheckout(folder = PROJECT): boolean {
  return existsSync(join(folder, 'config', 'load-settings.ts'));
}

/**
 * Checks that there is a checkout.
 *
 * @throws CheckoutMissingError with what to do.
 */
export function requireCheckout(command: string, folder = PROJECT): void {
  if (isCheckout(folder)) return;
  throw new CheckoutMissingError(
    `${command} needs a checkout of the project: it reads the settings (config/*.json), and ${folder} has none. Clone the project, run npm ci there, then npx ${command}.`,
  );
}

/**
 * Runs a program of the checkout that is not in the bundle, in the checkout's folder. Its exit code becomes ours.
 */
export async function runFromSource(program: string, argv: readonly string[]): Promise<void> {
  process.exitCode = await handOver(process.execPath, ['--import', 'tsx', program, ...argv], PROJECT);
}
