import { join, resolve } from 'node:path';
import { ensurePythonEnvironment, type PythonEnvironment } from '../../tools/python-environment';

/** One for all local clouds of this checkout. */
const INSTALLATION_FOLDER = resolve(__dirname, '..', '..', '.local', 'ministack');

/** Installs MiniStack below `folder`, once; `report` gets a line when it does. @throws Error with pip's last words; see ensurePythonEnvironment. */
export function ensureMiniStack(
  report: (line: string) => void,
  folder = INSTALLATION_FOLDER,
  python?: string,
): Promise<PythonEnvironment> {
  const requirements = join(__dirname, 'ministack', 'requirements.txt');
  return ensurePythonEnvironment(
    { name: 'MiniStack 1.5.33', requirements, takes: 'some seconds' },
    folder,
    report,
    python,
  );
}
