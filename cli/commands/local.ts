import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { runFromSource } from '../checkout';

const DECLARATION = declareCommand({
  command: 'kda local',
  summary:
    'Deploys the stacks onto a local cloud, and keeps it until Ctrl-C. The environment is the one in use (KDA_ENVIRONMENT).',
  options: {
    engine: {
      value: 'NAME',
      choices: ['flink', 'simulated'],
      summary: 'flink (the default) runs the job; simulated only answers as the service does, without Flink',
    },
  },
  examples: [
    { line: '', summary: 'then, in another terminal, what it prints' },
    { line: '--engine simulated', summary: 'without Flink: starts and snapshots take no time' },
  ],
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
