import { declareCommand, defineCommand, type Result, readArguments } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';

const DECLARATION = declareCommand({
  command: 'kda doctor',
  summary:
    'Checks what everything else rests on, with a remedy for each problem: credentials, rights, clock, manager, rule, runs, tables, mail, alarms, and settings of applications that endanger state.',
  details: [
    'Rights are simulated (iam:SimulatePrincipalPolicy) where that is allowed; policies of an organisation and of the\nresources are not part of a simulation. One check that can’t be made never hides the others.',
  ],
  onlyReads: true,
  options: { ...DEPLOYMENT_OPTIONS, json: { summary: 'checks as JSON' } },
  examples: [
    { line: '', summary: 'all checks' },
    { line: '--deployment kda-snapshots --json', summary: 'as JSON' },
  ],
  exitCodes:
    '0 all is well, 1 there are problems, 2 wrong usage, 3 no problem was found, but not everything could be checked.',
});

async function run(choice: DeploymentChoice): Promise<Result> {
  return (await import('../doctor/doctor')).doctor(choice);
}

export const doctor = defineCommand({
  declaration: DECLARATION,
  read: (argv) => readChoice(readArguments(DECLARATION, argv).values),
  run,
  schema: async () => (await import('../documents/doctor')).doctorDocument,
});
