import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureJava, environmentWith } from './java/java';

/** Time at which Maven's own output is shown: as it comes, or only when it fails. */
export type MavenOutput = 'shown' | 'on-failure';

/**
 * Runs the project's own Maven (flink-demo's wrapper, which the first run downloads) on one module. Its output goes to
 * stderr: as it comes, because a first build downloads about 100 MB and a silent minute looks like a hang, or only if
 * Maven fails, for a caller with its own progress.
 *
 * @throws Error when Maven fails, naming the module and the command.
 */
export async function runMaven(
  project: string,
  pom: string,
  goals: readonly string[],
  output: MavenOutput = 'shown',
  write: (text: string) => void = (text) => process.stderr.write(text),
): Promise<void> {
  const wrapper = join(project, 'flink-demo', process.platform === 'win32' ? 'mvnw.cmd' : 'mvnw');
  const java = await ensureJava(console.error);
  const args = ['-B', '-ntp', '-f', join(project, pom), ...goals];
  let kept = '';
  const show = (text: string) => {
    if (output === 'shown') write(text);
    else kept += text;
  };
  const code = await new Promise<number | null>((done, fail) => {
    const child = spawn(wrapper, args, {
      cwd: project,
      env: environmentWith(java),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', show);
    child.on('error', fail);
    child.on('close', done);
  });
  if (code !== 0) {
    write(kept);
    throw new Error(`Maven ended with exit code ${code} on ${pom} (goals: ${goals.join(' ')}); its message is above.`);
  }
}
