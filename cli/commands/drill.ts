import { randomBytes } from 'node:crypto';
import { parseDrillWindow } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { ACTING_OPTIONS } from '../acting-options';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import type { AskedInPlace } from '../drill/asked';
import { readApplication } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import { WHO_OPTION } from '../recovery/recovery-options';

const DEFAULT_WHY = 'kda drill';

const DECLARATION = declareCommand({
  command: 'kda drill',
  summary: 'Proves that an application can be restored: it really stops, and starts again from the state of its stop.',
  details: [
    'The snapshot manager does it, step by step: freeze deletions, take a snapshot (the way back), stop with a snapshot of the\nservice, start from that one, prove, thaw. Nothing is processed twice. If the state of the stop does not work, the\napplication starts from the way back, and the drill has failed. Runs of the schedule are skipped meanwhile.',
    'The settings must consent, by drill: {"window": "04:00-04:30"} of the application’s entry: then its drills also come on\nschedule. After Ctrl-C the manager’s next run finishes the drill; kda restore, start and stop always go first.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    'in-place': { summary: 'stop and start the application itself (required)', isRequired: true },
    window: {
      value: 'HH:MM-HH:MM',
      summary: 'in UTC; no stop when too little of it is left; default: that of the settings',
    },
    why: { value: 'REASON', summary: `stored in the audit table; default: ${DEFAULT_WHY}` },
    ...WHO_OPTION,
    ...ACTING_OPTIONS,
    yes: { summary: 'do not ask' },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'result as JSON' },
  },
  examples: [
    { line: 'orders --in-place', summary: 'now, in the window of its settings' },
    { line: 'orders --in-place --window 14:00-15:00 --yes', summary: 'in another window, without a question' },
    { line: 'orders --in-place --dry-run', summary: 'what would happen' },
  ],
  exitCodes:
    '0 proven; 1 not proven, not judged, refused or given up; 2 wrong usage; 3 the manager does not answer; 130 interrupted.',
});

/**
 * Parses the arguments.
 *
 * @param newId id of the drill, which every request of it repeats.
 * @throws UsageError on a missing name or way, and on a window of another form.
 */
export function parseDrill(argv: string[], user: string | undefined, newId: () => string): AskedInPlace {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  const { window, why = DEFAULT_WHY } = values;
  if (!values['in-place']) {
    throw new UsageError(
      `Add --in-place: the drill stops ${application} and starts it again. --dry-run shows it first.`,
    );
  }
  if (window !== undefined && parseDrillWindow(window) === undefined) {
    throw new UsageError(`--window is ${window}, expected begin and end in UTC, such as 04:00-04:30.`);
  }
  return {
    request: {
      ...{ action: 'drill', application, drill: newId(), who: readPerson(values.who, user), why },
      ...(window === undefined ? {} : { window }),
    },
    choice: readChoice(values),
    isAgreed: values.yes ?? false,
    isDryRun: values['dry-run'] ?? false,
  };
}

/** Id of a new drill: its time, and a random part for two of one second. */
function newDrillId(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `cli-${time}-${randomBytes(4).toString('hex')}`;
}

export const drill = defineCommand({
  declaration: DECLARATION,
  read: (argv) => parseDrill(argv, thisUser(), newDrillId),
  run: async (asked) => (await import('../drill/run-in-place')).runInPlace(asked),
  schema: async () => (await import('../documents/drill')).drillDocument,
});
