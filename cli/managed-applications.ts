import { NO_APPLICATION } from '../lambda-src/contract';
import { type ApplicationDirectory, SnapshotApiError } from '../lambda-src/snapshot-manager/ports';
import { requireManaged } from '../lambda-src/snapshot-manager/requests/refusal';
import { type Selector, selects } from './pre-deploy/selection';

/**
 * Checks that the settings select an application without records: a misspelt name has no rows either. The service is
 * asked only if an entry selects by more than a name.
 *
 * @throws RequestRefusedError with the snapshot manager's text.
 */
export async function ensureManaged(
  application: string,
  entries: readonly Selector[],
  directory: ApplicationDirectory,
): Promise<void> {
  const named = entries.flatMap(({ name }) => name ?? []);
  if (application === NO_APPLICATION || named.includes(application)) return;
  const found = named.length < entries.length ? await selectedOf(entries, directory).catch(unknownWhenRefused) : [];
  if (found !== undefined) requireManaged([application], [...new Set([...named, ...found])]);
}

/** Ignores missing rights: readers of the audit need not have the right to list applications. */
function unknownWhenRefused(error: unknown): undefined {
  if (error instanceof SnapshotApiError) return undefined;
  throw error;
}

async function selectedOf(entries: readonly Selector[], directory: ApplicationDirectory): Promise<string[]> {
  const found: string[] = [];
  for (const application of await directory.listApplications()) {
    const { name } = application;
    const byName = entries.some((entry) => selects(entry, { name, tags: {} }));
    const isTagged = async () => {
      const tags = Object.fromEntries(await directory.tagsOf(application));
      return entries.some((entry) => entry.tag !== undefined && selects(entry, { name, tags }));
    };
    if (byName || (entries.some(({ tag }) => tag !== undefined) && (await isTagged()))) found.push(name);
  }
  return found;
}
