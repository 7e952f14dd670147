import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';

const DECLARATION = declareCommand({
  command: 'kda page',
  summary: 'Serves a web page on this machine that shows whether everything is safe, until Ctrl-C.',
  details: [
    'It answers on 127.0.0.1 only. In a real account it only reads, each list and metric once a minute while the page is\nvisible. On a local cloud (--local) it can also break things on purpose, and mend them.',
  ],
  onlyReads: true,
  options: {
    port: { value: 'N', summary: 'port to listen on, 1024 to 65535; default: a free one' },
    ...DEPLOYMENT_OPTIONS,
    'end-with-stdin': { summary: 'end when stdin ends, for a program that starts the page' },
  },
  examples: [
    { line: '', summary: 'shows the deployment in use' },
    { line: '--port 8080', summary: 'serves it always at the same address' },
  ],
  exitCodes: '0 ended, 1 failed, 2 wrong usage, 3 no deployment was found.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a port that is none.
 */
export function parsePage(argv: string[]) {
  const { values } = readArguments(DECLARATION, argv);
  const { port: text = '0' } = values;
  const port = Number(text);
  if (!/^\d+$/.test(text) || (port !== 0 && port < 1024) || port > 65_535) {
    throw new UsageError(`--port is ${text}, expected a whole number from 1024 to 65535, or 0 for a free port.`);
  }
  return { port, choice: readChoice(values), endsWithStdin: values['end-with-stdin'] ?? false };
}

export const page = defineCommand({
  declaration: DECLARATION,
  read: parsePage,
  run: async (asked) => (await import('../page/run-page')).runPage(asked),
});
