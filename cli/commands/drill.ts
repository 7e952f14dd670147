import { randomBytes } from 'node:crypto';
import { parseDrillWindow } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { ACTING_OPTIONS } from '../acting-options';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import type { AskedInPlace, AskedLocally } from '../drill/asked';
import { readApplication } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { WHO_OPTION } from '../recovery/recovery-options';
import { readWaitMs, WAIT_OPTION } from '../rehearse/wait-option';

const DEFAULT_WHY = 'kda drill';

const DECLARATION = declareCommand({
  command: 'kda drill',
  summary:
    'Proves that an application can be restored: it really stops and starts again, or its state runs on a Flink of this machine.',
  details: [
    '--in-place: the snapshot manager does it, step by step: freeze deletions, take a snapshot (the way back), stop with a\nsnapshot of the service, start from that one, prove, thaw. Nothing is processed twice. If the state of the stop does\nnot work, the application starts from the way back, and the drill has failed. Runs of the schedule are skipped meanwhile.',
    'The settings must consent, by drill: {"window": "04:00-04:30"} of the application’s entry: then its drills also come on\nschedule. After Ctrl-C --continue goes on with the drill, else the manager’s next run does; kda restore, start and stop always go first.',
    '--here (or --local without --in-place): a savepoint (DIR with _metadata, or a snapshot of the local cloud) is restored with the code on a real Flink of this\nmachine: its tasks must run, and a checkpoint complete. The application is not touched, and nothing is recorded: this proves nothing\nabout the service. The job gets no AWS credentials, but its sources and sinks are real: with DIR, name test ones with\n--properties; with a snapshot they are those of the local cloud’s application.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    'in-place': { summary: 'stop and start the application itself; this or --here is required' },
    here: { summary: 'restore on a Flink of this machine; nothing deployed changes' },
    window: {
      value: 'HH:MM-HH:MM',
      summary:
        'in UTC, default: that of the settings; a drill does not wait for it, and is refused outside it or near its end',
    },
    continue: { value: 'ID', summary: 'go on with a drill that was left, by the id that it printed' },
    why: { value: 'REASON', summary: `stored in the audit table; default: ${DEFAULT_WHY}` },
    ...WHO_OPTION,
    state: { value: 'SNAPSHOT|DIR', summary: 'with --here: what is restored' },
    jar: { value: 'JAR', summary: 'with --here: the code; default: artifacts.jar of the settings' },
    properties: { value: 'FILE', summary: 'with --here: property groups as JSON: {"group": {"name": "value"}}' },
    timeout: { ...WAIT_OPTION.timeout, summary: `with --here: ${WAIT_OPTION.timeout.summary}` },
    ...ACTING_OPTIONS,
    yes: { summary: 'do not ask' },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'result as JSON' },
  },
  examples: [
    { line: 'orders --in-place', summary: 'now, in the window of its settings' },
    { line: 'orders --in-place --window 14:00-15:00 --yes', summary: 'in another window, without a question' },
    { line: 'orders --in-place --dry-run', summary: 'what would happen' },
    { line: 'orders --here --state savepoints/savepoint-1a2b3c --jar orders.jar', summary: 'here, from a savepoint' },
  ],
  exitCodes:
    '0 proven; 1 not proven, not judged, refused or given up; 2 wrong usage; 3 the manager does not answer, or the job\ncan’t be judged on this machine; 130 interrupted.',
});

const ONLY_IN_PLACE = ['continue', 'window', 'why', 'who', 'deployment'] as const;
const ONLY_LOCALLY = ['state', 'jar', 'properties', 'timeout'] as const;

/**
 * Parses the arguments.
 *
 * @param newId id of a drill in place, which every request of it repeats.
 * @throws UsageError on a missing name or way, on an option of the other way, and on values of another form.
 */
export function parseDrill(argv: string[], user: string | undefined, newId: () => string): AskedInPlace | AskedLocally {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  if (values['in-place'] && values.here) {
    throw new UsageError(
      '--in-place and --here exclude each other: the application itself, or a Flink of this machine.',
    );
  }
  if (!values['in-place'] && !values.here) {
    throw new UsageError(
      `Add --in-place: the drill stops ${application} and starts it again (--dry-run shows it first); or --here --state DIR: a savepoint is restored on this machine.`,
    );
  }
  const foreign = (values.here ? ONLY_IN_PLACE : ONLY_LOCALLY).find((name) => values[name] !== undefined);
  if (foreign !== undefined) {
    throw new UsageError(
      `--${foreign} belongs to a drill with ${values.here ? '--in-place' : '--here'}: leave it out.`,
    );
  }
  return values.here ? locally(application, values) : inPlace(application, values, user, newId);
}

type Values = ReturnType<typeof readArguments<(typeof DECLARATION)['options']>>['values'];

function inPlace(application: string, values: Values, user: string | undefined, newId: () => string): AskedInPlace {
  const { window, why = DEFAULT_WHY } = values;
  const id = idOf(values.continue);
  if (window !== undefined && parseDrillWindow(window) === undefined) {
    throw new UsageError(`--window is ${window}, expected begin and end in UTC, such as 04:00-04:30.`);
  }
  return {
    way: 'in-place',
    request: {
      ...{
        action: 'drill',
        application,
        drill: id ?? newId(),
        who: readPerson(values.who, user),
        why,
      },
      ...(window === undefined ? {} : { window }),
      ...(id === undefined ? {} : { isContinued: true }),
    },
    choice: readChoice(values),
    isAgreed: values.yes ?? false,
    isDryRun: values['dry-run'] ?? false,
  };
}

function locally(application: string, values: Values): AskedLocally {
  const { state, jar, properties, env, timeout } = values;
  if (state === undefined) {
    throw new UsageError(
      `--state is missing: kda drill ${application} --here --state DIR, the folder of a savepoint, or a snapshot of the local cloud.`,
    );
  }
  if (jar !== undefined && !jar.endsWith('.jar')) throw new UsageError(`--jar is ${jar}, expected a file x.jar.`);
  const isDryRun = values['dry-run'] ?? false;
  return {
    way: 'local',
    application,
    state,
    jar,
    properties,
    environment: env,
    timeoutMs: readWaitMs(timeout),
    isDryRun,
  };
}

function idOf(id: string | undefined): string | undefined {
  if (id === undefined || /^[\w.-]{1,128}$/.test(id)) return id;
  throw new UsageError(`--continue is ${id}, expected the id of a drill: 1 to 128 letters, digits or any of _.-`);
}

/** Id of a new drill: its time, and a random part for two of one second. */
function newDrillId(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `cli-${time}-${randomBytes(4).toString('hex')}`;
}

export const drill = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseDrill(argv, thisUser(), newDrillId),
  run: async (asked) =>
    asked.way === 'local'
      ? (await import('../drill/local')).runLocally(asked)
      : (await import('../drill/run-in-place')).runInPlace(asked),
  schema: async () => (await import('../documents/drill')).drillDocument,
});
