import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { readApplication } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import type { Wish } from '../recovery/plan';
import {
  DRY_RUN_OPTION,
  RECOVERY_EXIT_CODES,
  RECOVERY_OPTIONS,
  readRecoveryOptions,
  STATE_OPTIONS,
  WHO_OPTION,
} from '../recovery/recovery-options';

const DECLARATION = declareCommand({
  command: 'kda start',
  summary: 'Starts a stopped application, and proves that it really runs. To go back while it runs, see kda restore.',
  details: [
    'RUNNING proves nothing: a job that crashes and restarts is RUNNING, too. Proven means: started from that snapshot, all\ntasks running, restarts not rising, and a new snapshot or checkpoint completed.',
    'SNAPSHOT: a name, a part that only one name has, or @TIME (14:00, -2h, 2026-11-28T14:00Z): the newest one at or before it.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    latest: {
      summary: 'from the newest READY snapshot that is not suspect (this is the default); without one it fails',
    },
    none: { summary: 'with empty state' },
    snapshot: { value: 'SNAPSHOT', summary: 'from this snapshot; newer ones become suspect' },
    ...STATE_OPTIONS,
    why: { value: 'REASON', summary: 'stored in the audit table; default: start' },
    ...WHO_OPTION,
    yes: { summary: 'accepted as by the other commands; a start asks nothing' },
    ...DRY_RUN_OPTION,
    ...RECOVERY_OPTIONS,
  },
  examples: [
    { line: 'orders', summary: 'from the newest snapshot' },
    { line: 'orders --snapshot kda.20261123T102000Z --timeout 120', summary: 'from this one' },
    { line: 'orders --none', summary: 'without state' },
  ],
  exitCodes: RECOVERY_EXIT_CODES,
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name or on two restore points.
 */
export function parseStart(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  if ([values.latest, values.none, values.snapshot].filter((given) => given !== undefined).length > 1) {
    throw new UsageError('--latest, --none and --snapshot exclude each other.');
  }
  if (values.none && values['allow-non-restored-state']) {
    throw new UsageError('--allow-non-restored-state needs a snapshot and cannot be used with --none.');
  }
  return {
    application,
    wish: wishOf(values.none ?? false, values.snapshot),
    ...readRecoveryOptions(values, 'start'),
  };
}

function wishOf(isEmpty: boolean, reference: string | undefined): Wish {
  if (isEmpty) return { kind: 'none' };
  return reference === undefined ? { kind: 'latest' } : { kind: 'snapshot', reference };
}

async function run(asked: ReturnType<typeof parseStart>): Promise<Result> {
  const { application, wish, allowNonRestoredState, why, ...others } = asked;
  const who = readPerson(asked.who, thisUser());
  const { openApplication } = await import('../known-deployment');
  const { recover } = await import('../recovery/run-recovery');
  const options = { ...others, isAgreed: true, ...(await openApplication(asked.choice)) };
  return recover({ kind: 'start', application, wish, allowNonRestoredState, evidence: false, why, who }, options);
}

export const start = defineCommand({
  declaration: DECLARATION,
  read: parseStart,
  run,
  schema: async () => (await import('../documents/recovery')).recoveryDocument,
});
