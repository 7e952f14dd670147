/** Cuts unbounded text, such as an error's, to a readable length. */
export function boundedText(value: string, maxCharacters: number): string {
  return value.length > maxCharacters ? `${value.slice(0, maxCharacters - 1)}…` : value;
}

/**
 * First twenty names. SNS accepts 256 KB, and a first cleanup may delete hundreds, which nobody reads in a mail. The
 * audit row has them all.
 */
export function enumerate(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}

/** Time as `2026-11-23T10:20:00Z`: in UTC, in whole seconds. */
export function utcTime(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Duration such as `2.1 s`. */
export function seconds(ms: number | undefined): string {
  return ms === undefined ? 'an unknown time' : `${(ms / 1000).toFixed(1)} s`;
}

/** Full stop that other people's words lack before another sentence. */
export function stopAfter(text: string): string {
  return /[.!?]$/.test(text) ? '' : '.';
}

/** Sentence on applications that the deployment does not manage, with those that it does. */
export function notManagedText(unknown: readonly string[], managed: readonly string[]): string {
  return `This deployment does not manage ${unknown.join(', ')}. It manages ${managed.join(', ')}. Correct the name, or add it under snapshots.applications of the settings (config/ENVIRONMENT.json) and deploy.`;
}
