import type { OptionDeclarations, OptionValues } from '../../tools/declaration';
import { DEPLOYMENT_OPTIONS, readChoice } from '../deployment-options';
import { readTimeoutMs, TIMEOUT_OPTION } from '../timeout-option';
import { PROVE_OPTION, readProveMs } from './prove-option';

/** Options on the state, of every command that starts an application. */
export const STATE_OPTIONS = {
  'allow-non-restored-state': {
    summary: 'start also where the snapshot has state that the code has no operator for; that state is lost',
  },
} as const satisfies OptionDeclarations;

/** Option of commands that stop an application first. */
export const EVIDENCE_OPTION = {
  evidence: { summary: 'take a snapshot of the present state first; it becomes suspect' },
} as const satisfies OptionDeclarations;

/** Person who acts. */
export const WHO_OPTION = {
  who: { value: 'PERSON', summary: 'who you are; default: the user of this machine' },
} as const satisfies OptionDeclarations;

export const DRY_RUN_OPTION = {
  'dry-run': { summary: 'show what would happen, and change nothing' },
} as const satisfies OptionDeclarations;

/** Options that stand last in the help. */
export const RECOVERY_OPTIONS = {
  prove: PROVE_OPTION,
  timeout: TIMEOUT_OPTION,
  ...DEPLOYMENT_OPTIONS,
  json: { summary: 'result as JSON' },
} as const satisfies OptionDeclarations;

export const RECOVERY_EXIT_CODES =
  '0 proven, or started and nothing speaks against it; 1 failed, or it does not work; 2 wrong usage; 130 interrupted.';

type Values = OptionValues<
  typeof STATE_OPTIONS & typeof WHO_OPTION & typeof DRY_RUN_OPTION & typeof RECOVERY_OPTIONS
> & { readonly why?: string };

/**
 * Reads what these options say.
 *
 * @param why reason for the audit table if none was given.
 * @throws UsageError on a time or a deployment of another form.
 */
export function readRecoveryOptions(values: Values, why: string) {
  return {
    allowNonRestoredState: values['allow-non-restored-state'] ?? false,
    why: values.why ?? why,
    who: values.who,
    isDryRun: values['dry-run'] ?? false,
    proveMs: readProveMs(values.prove),
    timeoutMs: readTimeoutMs(values.timeout),
    choice: readChoice(values),
  };
}
