/** Options of every command that changes something. */
export const ACTING_OPTIONS = {
  yes: { summary: 'accepted as by every command that acts; this one asks nothing' },
  'dry-run': { summary: 'show what would be done, and change nothing' },
} as const;

/** Part of a command's arguments: set only if it was given. */
export function readDryRun(values: { readonly 'dry-run'?: true }): { readonly isDryRun?: true } {
  return values['dry-run'] ? { isDryRun: true } : {};
}
