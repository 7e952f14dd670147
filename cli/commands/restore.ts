import { declareCommand, defineCommand, type Result, readArguments, UsageError } from '../../tools/command';
import { readApplication } from '../name-arguments';
import { readPerson, thisUser } from '../person';
import type { Wish } from '../recovery/plan';
import {
  DRY_RUN_OPTION,
  EVIDENCE_OPTION,
  RECOVERY_EXIT_CODES,
  RECOVERY_OPTIONS,
  readRecoveryOptions,
  STATE_OPTIONS,
  WHO_OPTION,
} from '../recovery/recovery-options';
import { readVersion } from '../recovery/version-option';
import { readTimeForm } from '../time-option';

const DECLARATION = declareCommand({
  command: 'kda restore',
  summary:
    'Goes back to a snapshot, and proves that the application really runs. It stops the application by force and starts it from the snapshot.',
  details: [
    'First it shows what will happen, and asks. Before the stop, deletions are frozen, the snapshot is put on hold, and newer\nones become suspect: no start takes them again by itself. Proven means: started from that snapshot, all tasks running,\nrestarts not rising, and a new snapshot or checkpoint completed. Each step is written down before it is done:\n"kda restore --continue NAME" goes on after a crash or Ctrl-C, on any machine.',
    'TIME: 14:00 (local time, the last one that has passed), -2h, -2h30m, -7d, or 2026-11-28T14:00Z. SNAPSHOT: a name, a part\nthat only one name has, @TIME, latest, or proven (the newest from which a restore was proven).',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    before: { value: 'TIME', summary: 'to the newest snapshot, not suspect, that was begun at this time or earlier' },
    snapshot: { value: 'SNAPSHOT', summary: 'to this snapshot' },
    latest: { summary: 'to the newest snapshot that is not suspect; newer ones are not marked' },
    none: { summary: 'to empty state' },
    code: { value: 'VERSION', summary: 'with the code and settings of this application version' },
    ...STATE_OPTIONS,
    ...EVIDENCE_OPTION,
    why: { value: 'REASON', summary: 'stored in the audit table; default: restore' },
    ...WHO_OPTION,
    yes: { summary: 'do not ask' },
    ...DRY_RUN_OPTION,
    continue: { summary: 'go on with the restore that was interrupted' },
    'give-up': { summary: 'end the restore that was interrupted or can’t go on; the application stays as it is' },
    ...RECOVERY_OPTIONS,
  },
  examples: [
    { line: 'orders --before 14:00', summary: 'its state is bad since 14:00' },
    { line: 'orders --snapshot T135000Z --why "bad release"', summary: 'a part of a name' },
    { line: 'orders --before -2h --dry-run', summary: 'what would happen' },
    { line: '--continue orders', summary: 'after a crash or Ctrl-C' },
    { line: '--give-up orders', summary: 'its snapshot does not start: begin with another one' },
  ],
  exitCodes: RECOVERY_EXIT_CODES,
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, and on no or two targets.
 */
export function parseRestore(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  const wishes: Wish[] = [
    ...(values.latest ? [{ kind: 'latest' } as const] : []),
    ...(values.none ? [{ kind: 'none' } as const] : []),
    ...(values.before === undefined
      ? []
      : [{ kind: 'before', time: readTimeForm('--before', values.before) } as const]),
    ...(values.snapshot === undefined ? [] : [{ kind: 'snapshot', reference: values.snapshot } as const]),
  ];
  const [wish] = wishes;
  const isContinued = values.continue ?? false;
  const isGivenUp = values['give-up'] ?? false;
  if (isGivenUp && (isContinued || wish)) throw new UsageError('--give-up ends what was begun: name nothing else.');
  if (isContinued && values.code !== undefined)
    throw new UsageError('--continue goes on with what was chosen: no --code.');
  if (isContinued && wish) throw new UsageError('--continue goes on with the snapshot that was chosen: name none.');
  if (!isContinued && !isGivenUp && !wish)
    throw new UsageError('Choose one of --before, --snapshot, --latest and --none.');
  if (wishes.length > 1) throw new UsageError('--before, --snapshot, --latest and --none exclude each other.');
  if (values['allow-non-restored-state'] && wish?.kind === 'none') {
    throw new UsageError('--allow-non-restored-state needs a snapshot and cannot be used with --none.');
  }
  return {
    application,
    wish,
    isGivenUp,
    code: values.code === undefined ? undefined : { version: readVersion(values.code) },
    evidence: values.evidence ?? false,
    isAgreed: values.yes ?? false,
    ...readRecoveryOptions(values, 'restore'),
  };
}

async function run(asked: ReturnType<typeof parseRestore>): Promise<Result> {
  const { application, wish, allowNonRestoredState, evidence, why, isGivenUp, ...others } = asked;
  const who = readPerson(asked.who, thisUser());
  const { openApplication } = await import('../known-deployment');
  const { recover, goOnWith, giveUpOn } = await import('../recovery/run-recovery');
  const options = { ...others, ...(await openApplication(asked.choice)) };
  if (isGivenUp) return giveUpOn(application, options);
  if (!wish) return goOnWith(application, options);
  return recover({ kind: 'restore', application, wish, allowNonRestoredState, evidence, why, who }, options);
}

export const restore = defineCommand({
  declaration: DECLARATION,
  read: parseRestore,
  run,
  schema: async () => (await import('../documents/recovery')).recoveryDocument,
});
