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

const DECLARATION = declareCommand({
  command: 'kda rollback',
  summary:
    'Brings back the application version before the last deployment, with the state before it, and proves that it runs.',
  details: [
    'Code, runtime, role, properties, checkpoints, monitoring and parallelism come back as a new version; the steps and the\nproof are those of kda restore. The state is the newest good snapshot of that version: the one that kda pre-deploy or the\nupdate took. Newer snapshots become suspect. Terraform then plans to go forward again, until the commit is reverted.',
    '"kda rollback --continue NAME" goes on after a crash or Ctrl-C, on any machine.',
  ],
  arguments: [{ name: 'NAME', summary: 'the application' }],
  options: {
    state: {
      value: 'before|now',
      summary:
        'before: newest good snapshot of before the deployment (default); now: a snapshot that is taken first, which the earlier code must be able to read',
    },
    code: { value: 'VERSION', summary: 'this application version instead of the one before the last deployment' },
    ...STATE_OPTIONS,
    ...EVIDENCE_OPTION,
    why: { value: 'REASON', summary: 'stored in the audit table; default: rollback' },
    ...WHO_OPTION,
    yes: { summary: 'do not ask' },
    ...DRY_RUN_OPTION,
    continue: { summary: 'go on with the rollback that was interrupted' },
    ...RECOVERY_OPTIONS,
  },
  examples: [
    { line: 'orders --why "bad release"', summary: 'after a bad deployment' },
    { line: 'orders --dry-run', summary: 'what would happen' },
    { line: 'orders --state now', summary: 'the earlier code goes on where the new one is' },
    { line: '--continue orders', summary: 'after a crash or Ctrl-C' },
  ],
  exitCodes: RECOVERY_EXIT_CODES,
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, another state, or a version that is no number.
 */
export function parseRollback(argv: string[]) {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const application = readApplication(positionals);
  const { state } = values;
  if (state !== undefined && state !== 'before' && state !== 'now') {
    throw new UsageError(`--state is "${state}", expected before or now.`);
  }
  const isContinued = values.continue ?? false;
  if (isContinued && (state !== undefined || values.code !== undefined)) {
    throw new UsageError('--continue goes on with what was chosen: give neither --state nor --code.');
  }
  if (state === 'now' && values.evidence) {
    throw new UsageError('--evidence keeps the present state as suspect, and --state now goes on from it: choose one.');
  }
  const wish: Wish = state === 'now' ? { kind: 'now' } : { kind: 'of-the-code' };
  return {
    application,
    isContinued,
    wish,
    code: values.code === undefined ? ('before-deployment' as const) : { version: readVersion(values.code) },
    evidence: values.evidence ?? false,
    isAgreed: values.yes ?? false,
    ...readRecoveryOptions(values, 'rollback'),
  };
}

async function run(asked: ReturnType<typeof parseRollback>): Promise<Result> {
  const { application, wish, allowNonRestoredState, evidence, why, isContinued, ...others } = asked;
  const who = readPerson(asked.who, thisUser());
  const { openApplication } = await import('../known-deployment');
  const { recover, goOnWith } = await import('../recovery/run-recovery');
  const options = { ...others, ...(await openApplication(asked.choice)) };
  if (isContinued) return goOnWith(application, options);
  return recover({ kind: 'rollback', application, wish, allowNonRestoredState, evidence, why, who }, options);
}

export const rollback = defineCommand({
  declaration: DECLARATION,
  read: parseRollback,
  run,
  schema: async () => (await import('../documents/recovery')).recoveryDocument,
});
