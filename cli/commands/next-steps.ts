import { declareCommand, defineCommand, readArguments } from '../../tools/command';

const DECLARATION = declareCommand({
  command: 'kda next-steps',
  summary:
    'Prints links to what is deployed, and what to do after a first deployment. It only reads the settings of the environment in use (KDA_ENVIRONMENT) and calls nobody.',
  options: { json: { summary: 'links, steps and warnings as JSON' } },
  examples: [{ line: '', summary: 'for the environment default' }],
});

export const nextStepsCommand = defineCommand({
  declaration: DECLARATION,
  read: (argv) => readArguments(DECLARATION, argv),
  run: async () => {
    const { loadSettings } = await import('../../config/load-settings');
    const { consoleLinks, nextSteps, showNextSteps } = await import('../next-steps');
    const { settingsWarnings } = await import('../../config/checks/settings-warnings');
    const settings = loadSettings();
    const links = consoleLinks(settings).map(([what, url]) => ({ what, url }));
    return {
      document: { links, steps: nextSteps(settings), warnings: settingsWarnings(settings) },
      text: showNextSteps(settings),
    };
  },
  schema: async () => (await import('../documents/next-steps')).nextStepsDocument,
});
