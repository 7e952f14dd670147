import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of this package. Both `src` and the bundle's `dist` are directly below it. */
export const PACKAGE = resolve(__dirname, '..');

/** The sources are not in the tarball. */
export const IS_CHECKOUT = existsSync(join(PACKAGE, 'src'));

/**
 * Where an installed package keeps what it builds and installs at first use: its own folder may be read-only, and is
 * gone after an update. A checkout keeps it below itself.
 */
export function cacheFolder(environment = process.env): string {
  const { MANAGED_FLINK_CACHE, XDG_CACHE_HOME } = environment;
  return MANAGED_FLINK_CACHE
    ? resolve(MANAGED_FLINK_CACHE)
    : join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'managed-flink');
}
