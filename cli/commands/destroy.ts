import { declareCommand, defineCommand, readArguments } from '../../tools/command';

const DECLARATION = declareCommand({
  command: 'kda destroy',
  summary:
    'Deletes a deployment. These are all stacks of the environment in use (KDA_ENVIRONMENT); a stack goes before those it needs.',
  details: [
    'It looks at what is deployed before it takes any lock. If a resource is protected (application.preventDestroy,\nsecurity.preventKeyDestroy, the deletion protection of a table), it names it, says what to do, and deletes nothing. Then\nit plans the deletion of all stacks, and deletes them one after the other. After a stack that fails no other is begun.\nCtrl-C or a closed terminal ends it after the stack that is being deleted, so that no lock is left behind; Ctrl-C again, or\nSIGTERM, interrupts Terraform, which records what is left and releases its lock.',
  ],
  options: {
    yes: { value: 'NAME', summary: 'name of the deployment (the setting "name"), where there is no terminal to ask' },
  },
  examples: [
    { line: '', summary: 'asks for the name of the deployment' },
    { line: '--yes kda-snapshots', summary: 'in a script' },
  ],
  exitCodes:
    '0 all of it is deleted; 1 it is protected, or a stack was not deleted; 2 wrong usage, or another name; 130 ended on request.',
});

/**
 * Parses the name of the deployment to delete.
 *
 * @throws UsageError on invalid arguments.
 */
export function parseDestroy(argv: string[]): { yes: string | undefined } {
  const { values } = readArguments(DECLARATION, argv);
  return { yes: values.yes };
}

export const destroy = defineCommand({
  declaration: DECLARATION,
  read: parseDestroy,
  run: async ({ yes }) => (await import('../destroy/destroy')).destroyDeployment(yes),
});
