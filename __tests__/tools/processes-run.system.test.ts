import { answerOf } from '../../tools/processes/answer-of';
import { CommandFailedError, run } from '../../tools/processes/run';

/** As ps says it: empty when there is no such process, Z for one that ended and was not yet collected by its parent. */
async function stateOf(pid: number): Promise<string> {
  const lines = await run('sh', ['-c', `ps -o state= -p ${pid} || true`], options);
  return (lines[0] ?? '').trim();
}

const options = { cwd: process.cwd(), environment: process.env };

test('a command gives its lines, those of stderr included', async () => {
  const lines = await run('sh', ['-c', 'echo one; echo two >&2'], options);
  expect([...lines].sort()).toEqual(['one', 'two']);
});

test('a failed command is an error that carries what it said', async () => {
  const failed = run('sh', ['-c', 'echo broken; exit 3'], options);
  await expect(failed).rejects.toBeInstanceOf(CommandFailedError);
  await expect(failed).rejects.toMatchObject({ exitCode: 3, lines: ['broken'] });
});

test('an abort ends the command and what it started', async () => {
  const abort = new AbortController();
  const seen: string[] = [];
  const running = run('sh', ['-c', 'sleep 600 & echo $!; wait'], {
    ...options,
    signal: abort.signal,
    onLine: (line) => {
      seen.push(line);
      abort.abort(new Error('enough'));
    },
  });
  await expect(running).rejects.toThrow('enough');
  expect(await stateOf(Number(seen[0]))).toMatch(/^Z?$/);
});

test('a command of the terminal’s group is ended by an abort as well', async () => {
  const abort = new AbortController();
  const running = run('sh', ['-c', 'echo ready; exec sleep 600'], {
    signal: abort.signal,
    hasOwnGroup: false,
    onLine: () => abort.abort(new Error('enough')),
  });
  await expect(running).rejects.toThrow('enough');
});

test('a command that is not there is named', async () => {
  await expect(run('/nowhere/tool', [])).rejects.toThrow('Could not run /nowhere/tool: spawn /nowhere/tool ENOENT');
});

test('a program answers with both of its outputs, and with nothing when it fails or is not there', () => {
  expect(answerOf('sh', ['-c', 'echo one; echo two >&2'])).toEqual({ stdout: 'one\n', stderr: 'two\n' });
  expect(answerOf('sh', ['-c', 'echo one; exit 3'])).toBeUndefined();
  expect(answerOf('/nowhere/tool', [])).toBeUndefined();
});
