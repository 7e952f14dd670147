import { codeSpan } from './markdown';
import type { ResourceChange } from './plan';

/** Terraform's reasons (internal/command/jsonplan) in words; empty if the changed attributes explain the action. */
const WORDS: Readonly<Record<string, string>> = {
  replace_because_cannot_update: '',
  replace_because_tainted: 'It is tainted: an earlier apply failed on it.',
  replace_by_request: 'Its replacement was requested with `-replace`.',
  replace_by_triggers: 'A resource in its `replace_triggered_by` changes.',
  delete_because_no_resource_config: 'It is no longer in the configuration.',
  delete_because_no_module: 'Its module is no longer in the configuration.',
  delete_because_wrong_repetition: 'Its `count` or `for_each` was added or removed.',
  delete_because_count_index: 'Its index is outside `count`.',
  delete_because_each_key: 'Its key is no longer in `for_each`.',
  delete_because_no_move_target: 'A `moved` block moves it to an address that is not in the configuration.',
};

/**
 * Reason why Terraform replaces or destroys a resource, in Markdown; undefined if the changed attributes explain it.
 */
export function reasonInWords({ reason }: Pick<ResourceChange, 'reason'>): string | undefined {
  if (reason === undefined) return undefined;
  const words = Object.hasOwn(WORDS, reason) ? WORDS[reason] : `Terraform’s reason: ${codeSpan(reason.slice(0, 200))}.`;
  return words === '' ? undefined : words;
}

/** True if it is replaced only because an earlier apply failed on it. */
export function isTainted({ reason }: Pick<ResourceChange, 'reason'>): boolean {
  return reason === 'replace_because_tainted';
}

/** Sentence for a refusal on how to keep a tainted object; undefined for any other. */
export function wayOutOfTaint(change: Pick<ResourceChange, 'address' | 'reason'>): string | undefined {
  return isTainted(change)
    ? `${WORDS.replace_because_tainted} To keep it: terraform untaint ${shellWord(change.address)}`
    : undefined;
}

function shellWord(address: string): string {
  return /^[\w.-]+$/.test(address) ? address : `'${address.replaceAll("'", "'\\''")}'`;
}
