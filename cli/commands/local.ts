import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { runFromSource } from '../checkout';

const DECLARATION = declareCommand({
  command: 'kda local',
  summary:
    'Deploys the stacks onto a local cloud, and keeps it until Ctrl-C. The environment is the one in use (KDA_ENVIRONMENT).',
  options: {},
  examples: [{ line: '', summary: 'then, in another terminal, what it prints' }],
  exitCodes: '1 failed, 2 wrong usage, 130 ended by Ctrl-C.',
});

export const local = defineCommand({
  declaration: DECLARATION,
  read: (argv) => {
    readArguments(DECLARATION, argv);
    return argv;
  },
  run: (argv) => runFromSource('local/main.ts', argv),
});
