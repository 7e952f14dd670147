import { fitsPattern } from '../../lambda-src/snapshot-manager/domain/name-pattern';
import { applicationLogGroup } from '../model/watched-applications';
import { type ApplicationEntry, longForm } from '../schema/application-settings';
import type { ApplicationSettings, Settings } from '../schema/settings';
import type { Problem } from './problems';

/** True if the entry selects an application by its name alone; tags are known only at run time. */
export function fitsName({ name, prefix, pattern }: ApplicationEntry, candidate: string): boolean {
  if (name !== undefined) return candidate === name;
  if (prefix !== undefined) return candidate.startsWith(prefix);
  return pattern !== undefined && fitsPattern(candidate, pattern);
}

/**
 * Entries that select another application than intended, or differ from the application that this deployment creates.
 */
export function selectionProblems({ application, snapshots }: Pick<Settings, 'application' | 'snapshots'>): Problem[] {
  if (!snapshots.applications) return [];
  const entries = snapshots.applications.map(longForm);
  return [
    ...entries.map((_entry, index) => behindAnother(entries, index)),
    ...(application ? [ownLeftOut(application, entries), ...otherwiseThanMade(application, entries)] : []),
  ].filter((problem) => problem !== false);
}

/**
 * Entry behind a wider one: the manager uses the first that matches, while alarms would use the one with the exact
 * name.
 */
function behindAnother(entries: readonly ApplicationEntry[], index: number): Problem | false {
  const entry = entries[index];
  if (entry === undefined) return false;
  const first = entries.findIndex((earlier, place) => place < index && takesAll(earlier, entry));
  const wider = entries[first];
  if (wider === undefined) return false;
  const isName = entry.name !== undefined;
  return {
    path: `snapshots.applications[${index}]`,
    is: `is ${isName ? JSON.stringify(entry.name) : selectorText(entry)}, which the ${selectorText(wider)} of snapshots.applications[${first}] matches as well`,
    expected: isName ? 'a name before every entry that matches it' : 'a narrower entry before a wider one',
    remedy: `The first matching entry applies, so the snapshot manager would ignore these settings. Put it before snapshots.applications[${first}]${isName ? '' : ', or remove it'}.`,
  };
}

/** True if the earlier entry leaves no application for the later one. Another check reports duplicate names. */
function takesAll(earlier: ApplicationEntry, later: ApplicationEntry): boolean {
  if (earlier.name !== undefined) return false;
  if (earlier.tag !== undefined || later.tag !== undefined) {
    return earlier.tag?.key === later.tag?.key && earlier.tag?.value === later.tag?.value;
  }
  return covers(asPattern(earlier), asPattern(later));
}

function asPattern({ name, prefix, pattern }: ApplicationEntry): string {
  return name ?? pattern ?? `${prefix}*`;
}

/**
 * True if every text that matches the narrower pattern matches the wider one; false where that is not certain. A
 * wildcard of the wider one covers the narrower one's characters, but `?` never covers `*`.
 */
export function covers(wider: string, narrower: string): boolean {
  // taken[end]: true if the part of the wider pattern read so far covers the first `end` characters of the narrower one.
  let taken = Array.from({ length: narrower.length + 1 }, (_, end) => end === 0);
  for (const sign of wider) {
    const next = taken.map(() => false);
    for (let end = 0; end <= narrower.length; end += 1) {
      const character = narrower[end - 1];
      const before = taken[end - 1] ?? false;
      if (sign === '*') next[end] = (taken[end] ?? false) || (next[end - 1] ?? false);
      else if (sign === '?') next[end] = before && character !== '*';
      else next[end] = before && character === sign;
    }
    taken = next;
  }
  return taken[narrower.length] ?? false;
}

function selectorText({ prefix, pattern, tag }: ApplicationEntry): string {
  if (prefix !== undefined) return `prefix ${JSON.stringify(prefix)}`;
  return pattern !== undefined ? `pattern ${JSON.stringify(pattern)}` : `tag ${tag?.key}=${tag?.value}`;
}

function ownLeftOut(
  { name, snapshotsEnabled }: ApplicationSettings,
  entries: readonly ApplicationEntry[],
): Problem | false {
  const isSelected = entries.some((entry) => entry.tag !== undefined || fitsName(entry, name));
  return (
    snapshotsEnabled &&
    !isSelected && {
      path: 'snapshots.applications',
      is: `selects no application ${name}`,
      expected: 'an entry for application.name',
      remedy: `This deployment creates it, but it would neither be snapshotted nor watched. Add {"name": ${JSON.stringify(name)}}, or leave snapshots.applications out.`,
    }
  );
}

function otherwiseThanMade(application: ApplicationSettings, entries: readonly ApplicationEntry[]): Problem[] {
  const made = { ...application, logGroup: applicationLogGroup(application) };
  return entries.flatMap((entry, index) => {
    if (entry.name !== application.name) return [];
    const settings = ['runtime', 'checkpointIntervalSeconds', 'logGroup'] as const;
    const different = settings.filter((setting) => entry[setting] !== undefined && entry[setting] !== made[setting]);
    return different.map((setting) => ({
      path: `snapshots.applications[${index}].${setting}`,
      is: `is ${JSON.stringify(entry[setting])}`,
      expected: `${JSON.stringify(made[setting])}, as in application.${setting}`,
      remedy: `This deployment creates ${application.name} itself, and its alarms would watch something else. Leave it out here.`,
    }));
  });
}
