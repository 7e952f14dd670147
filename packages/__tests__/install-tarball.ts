import { spawnSync } from 'node:child_process';

/** Packs the package and installs the tarball into `folder`, as a stranger would. For tests. */
export function installTarball(packageFolder: string, folder: string): void {
  const [packed] = JSON.parse(
    npm(packageFolder, ['pack', '--ignore-scripts=false', '--silent', '--json', '--pack-destination', folder]),
  );
  npm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--offline', `./${packed.filename}`]);
}

function npm(cwd: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
