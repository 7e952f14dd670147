import { resolve } from 'node:path';
import { runMaven } from './maven';

/** Runs the JUnit tests of the Flink demo; surefire prints the results. */
async function main(): Promise<void> {
  await runMaven(resolve(__dirname, '..'), 'flink-demo/pom.xml', ['test']);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
