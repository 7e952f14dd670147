import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureJava, environmentWith } from '../local/java/java';

/**
 * Runs the project's own Maven (flink-demo's wrapper; the first run downloads it) on one module. Maven's output is
 * shown as it comes on stderr: a first build downloads about 100 MB, and a silent minute looks like a hang.
 *
 * @throws Error when Maven fails, naming the module and the command.
 */
export async function runMaven(project: string, pom: string, goals: readonly string[]): Promise<void> {
  const wrapper = join(project, 'flink-demo', process.platform === 'win32' ? 'mvnw.cmd' : 'mvnw');
  const java = await ensureJava(console.error);
  const args = ['-B', '-ntp', '-f', join(project, pom), ...goals];
  const code = await new Promise<number | null>((done, fail) => {
    const child = spawn(wrapper, args, {
      cwd: project,
      env: environmentWith(java),
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.stdout.pipe(process.stderr, { end: false });
    child.on('error', fail);
    child.on('close', done);
  });
  if (code !== 0) {
    throw new Error(
      `Maven ended with exit code ${code} on ${pom} (goals: ${goals.join(' ')}); its own message is above.`,
    );
  }
}
