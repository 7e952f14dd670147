import { join } from 'node:path';
import { ensurePythonEnvironment, type PythonEnvironment } from '../../tools/python-environment';

/** Installs MiniStack below `folder`, once. @throws Error with pip's last words; see ensurePythonEnvironment. */
export function ensureMiniStack(
  folder: string,
  report: (line: string) => void,
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
