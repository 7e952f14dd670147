import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type MavenOutput, runMaven } from '../../../tools/maven';
import { ensureBuilt, type Product } from '../../../tools/product';

const PROJECT = resolve(__dirname, '../../..');

export const LAUNCHER_JAR = 'packages/managed-flink/launcher/target/flink-local.jar';

const launcher: Product = {
  output: LAUNCHER_JAR,
  inputs: ['packages/managed-flink/launcher/pom.xml', 'packages/managed-flink/launcher/src'],
  build: (output) => {
    // Maven leaves the libraries of an earlier version: two Flinks on one class path.
    rmSync(join(PROJECT, 'packages/managed-flink/launcher/target'), { recursive: true, force: true });
    return runMaven(PROJECT, 'packages/managed-flink/launcher/pom.xml', ['package', '-DskipTests'], output);
  },
};

/** Builds the launcher of local Flink clusters and its libraries, if needed. */
export async function ensureLauncher(output: MavenOutput = 'shown'): Promise<void> {
  await ensureBuilt(PROJECT, launcher, output);
}
