import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { runFromSource } from '../checkout';

export const DEMO = declareCommand({
  command: 'kda demo',
  summary: 'Takes, prunes and restores snapshots of a Flink application on this machine.',
  options: {
    keep: { summary: 'leave the local cloud and the application running until Ctrl-C' },
    verbose: { summary: "show Maven's own output, too; without it only when the build fails" },
  },
  examples: [
    { line: '', summary: 'all of it once' },
    { line: '--keep', summary: 'and leave it running' },
  ],
  exitCodes: '0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C.',
});

export const demo = defineCommand({
  declaration: DEMO,
  read: (argv) => {
    readArguments(DEMO, argv);
    return argv;
  },
  run: (argv) => runFromSource('trials/demo/main.ts', argv),
});
