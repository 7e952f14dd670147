import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');

/**
 * Copies the built program and the settings to a folder, a checkout as far as `kda` is concerned: stacks of a test lie
 * there, never in the project's own `cdktf.out`.
 *
 * @returns path of the starter.
 */
export function copyProgram(folder: string): string {
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'bin/kda.js'), '--version'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`kda can't be copied: ${stderr}`);
  const settings = readdirSync(join(PROJECT, 'config')).filter((name) => name.endsWith('.json'));
  const files = ['bin/kda.js', '.build/kda', 'config/load-settings.ts', ...settings.map((name) => `config/${name}`)];
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(PROJECT, file), join(folder, file), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'bin/kda.js');
}
