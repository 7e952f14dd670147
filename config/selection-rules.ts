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
  const name = entries[index]?.name;
  if (name === undefined) return false;
  const first = entries.findIndex((entry) => entry.name === undefined && fitsName(entry, name));
  const { prefix, pattern } = entries[first] ?? {};
  const selector = prefix === undefined ? `pattern ${JSON.stringify(pattern)}` : `prefix ${JSON.stringify(prefix)}`;
  return (
    first !== -1 &&
    first < index && {
      path: `snapshots.applications[${index}]`,
      is: `is ${JSON.stringify(name)}, which the ${selector} of snapshots.applications[${first}] fits as well`,
      expected: 'a name before all that fit it',
      remedy: `The first entry that fits an application holds, so the snapshot manager would pass over what is said here: put it before snapshots.applications[${first}].`,
    }
  );
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
