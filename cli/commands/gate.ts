import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { ACTING_OPTIONS } from '../acting-options';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readApplication } from '../name-arguments';
import { readDurationMs } from '../recovery/time-input';

const DECLARATION = declareCommand({
  command: 'kda gate',
  summary: 'Ends with 0 if an application has a fresh snapshot, else with 1. It is for pipelines, before a risky step.',
  details: [
    'A snapshot counts if it is READY and not suspect, whoever took it. The Managed Flink API alone is enough; marks are\nread where the deployment is known.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  onlyReads: true,
  options: {
    'max-age': { value: 'DURATION', summary: 'such as 10m or 2h30m (required)', isRequired: true },
    take: { summary: 'take a snapshot if none is fresh enough' },
    yes: ACTING_OPTIONS.yes,
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'answer as JSON' },
  },
  examples: [
    { line: 'orders --max-age 10m', summary: 'is there one of the last ten minutes?' },
    { line: 'orders --max-age 10m --take', summary: 'and if not, take one' },
  ],
  exitCodes: '0 fresh, 1 not fresh, 2 wrong usage, 3 it could not be found out.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name or age.
 */
export function parseGate(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  const { 'max-age': age } = values;
  if (age === undefined) throw new UsageError('--max-age is missing: say how old the snapshot may be, such as 10m.');
  const maxAgeMs = readDurationMs(age);
  if (!maxAgeMs) throw new UsageError(`--max-age is "${age}", expected a duration, such as 10m, 2h30m or 1d.`);
  return { application, maxAgeMs, take: values.take ?? false, choice: readChoice(values) };
}

async function run({ choice, ...request }: ReturnType<typeof parseGate>): Promise<Result> {
  const { openApplication } = await import('../known-deployment');
  const { gate: answer } = await import('../gate');
  const { client, deployment } = await openApplication(choice);
  return answer(request, client, deployment);
}

export const gate = defineCommand({
  declaration: DECLARATION,
  read: parseGate,
  run,
  schema: async () => (await import('../documents/gate')).gateDocument,
});
