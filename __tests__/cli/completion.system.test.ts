import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const KDA = resolve(__dirname, '../../bin/kda.js');

/** Output of a bash that loads no file of its user, where `kda` is the function that the help names. */
function bash(script: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-euo', 'pipefail', '-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { status, stdout, stderr };
}

const DEFINE = `kda() { "${process.execPath}" "${KDA}" "$@"; }; source <(kda completion bash)`;
const complete = (words: readonly string[]) =>
  bash(
    `${DEFINE}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; __kda_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );

test('the script for bash can be loaded twice, without the package bash-completion', () => {
  expect(bash(`${DEFINE}; source <(kda completion bash); complete -p kda`)).toEqual({
    status: 0,
    stdout: 'complete -o default -F __kda_complete kda\n',
    stderr: '',
  });
});

test.each([
  [
    ['kda', 'hol'],
    ['hold', 'holds'],
  ],
  [['kda', 'plan-stacks', '--o'], ['--out']],
])('%j is completed to %j', (words, completed) => {
  expect(complete(words)).toEqual({ status: 0, stdout: `${completed.join('\n')}\n`, stderr: '' });
});

test('what is typed is not evaluated', () => {
  expect(bash(`${DEFINE}; COMP_WORDS=(kda '$(echo evaluated >&2)' ''); COMP_CWORD=2; __kda_complete`)).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
});
