import { fitsPattern } from '../lambda-src/contract';
import { applicationLogGroup } from '../stacks/watched-applications';
import { type ApplicationEntry, longForm } from './application-settings';
import type { Problem } from './problems';
import type { ApplicationSettings, Settings } from './settings';

/** Whether the entry selects an application by its name alone; what a tag selects is known only at run time. */
export function fitsName({ name, prefix, pattern }: ApplicationEntry, candidate: string): boolean {
  if (name !== undefined) return candidate === name;
  if (prefix !== undefined) return candidate.startsWith(prefix);
  return pattern !== undefined && fitsPattern(candidate, pattern);
}

/** Entries that select another application than they seem to, or an application otherwise than it is made. */
export function selectionProblems({ application, snapshots }: Pick<Settings, 'application' | 'snapshots'>): Problem[] {
  if (!snapshots.applications) return [];
  const entries = snapshots.applications.map(longForm);
  return [
    ...entries.map((_entry, index) => behindAnother(entries, index)),
    ...(application ? [ownLeftOut(application, entries), ...otherwiseThanMade(application, entries)] : []),
  ].filter((problem) => problem !== false);
}

/** The manager takes the first entry that fits; alarms, which look for the name, would take this one. */
function behindAnother(entries: readonly ApplicationEntry[], index: number): Problem | false {
  const entry = entries[index];
  if (entry === undefined) return false;
  const first = entries.findIndex((earlier, place) => place < index && takesAll(earlier, entry));
  const wider = entries[first];
  if (wider === undefined) return false;
  const isName = entry.name !== undefined;
  return {
    path: `snapshots.applications[${index}]`,
    is: `is ${isName ? JSON.stringify(entry.name) : selectorText(entry)}, which the ${selectorText(wider)} of snapshots.applications[${first}] fits as well`,
    expected: isName ? 'a name before all that fit it' : 'a narrower entry before a wider one',
    remedy: `The first entry that fits an application holds, so the snapshot manager would pass over what is said here: put it before snapshots.applications[${first}]${isName ? '' : ', or remove it'}.`,
  };
}

/** Whether no application can be left for an entry behind another one. The same name twice is refused elsewhere. */
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
 * Whether every text that fits the narrower pattern fits the wider one: when the wider one's wildcards take the narrower
 * one's characters, where `?` never takes `*`. Never true wrongly.
 */
export function covers(wider: string, narrower: string): boolean {
  // For each end of the narrower one's beginning: whether the wider one's beginning takes it.
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
      remedy: `This deployment makes it, and it would neither be snapshotted nor watched: add {"name": ${JSON.stringify(name)}}, or leave snapshots.applications out.`,
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
      expected: `${JSON.stringify(made[setting])}, as application.${setting} has it`,
      remedy: `This deployment makes ${application.name} itself, and what watches it would look for something else: leave it out here.`,
    }));
  });
}
