import { declareCommand, defineCommand, readArguments } from '../../tools/command';

const DECLARATION = declareCommand({
  command: 'kda apply-stacks',
  summary: 'Applies exactly the plans that kda plan-stacks made. Each stack comes after those it needs.',
  details: [
    'There is no question: the plans were reviewed. Terraform refuses a plan if the state has changed since it was made. The\ncommand refuses it if the settings, the environment (KDA_ENVIRONMENT) or the synthesized stacks have. After a stack that\nfailed no other is begun.',
    'Ctrl-C, a closed terminal: it ends after the stack under way, and no lock is left behind. Ctrl-C again, SIGTERM: Terraform\nis interrupted; it ends the resource under way, records what was made and releases its lock. It is never killed.',
  ],
  options: {},
  examples: [{ line: '', summary: 'after kda plan-stacks and kda review-plan' }],
  exitCodes: '0 all plans were applied, 1 failed, 2 wrong usage, 130 ended on request.',
});

export const applyStacksCommand = defineCommand({
  declaration: DECLARATION,
  read: (argv) => readArguments(DECLARATION, argv),
  run: async () => (await import('../apply-stacks')).applyAll(),
});
