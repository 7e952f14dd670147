import type { ApplicationEntry } from '../domain/application-entries';
import { fitsPattern } from '../domain/name-pattern';
import { describeError } from '../log';
import type { ApplicationDirectory } from '../ports';

export interface SelectedApplication {
  readonly name: string;
  /** First entry that matches the application. */
  readonly entry: ApplicationEntry;
}

export interface Selection {
  readonly applications: readonly SelectedApplication[];
  /** Reasons why the list may be incomplete: questions that the service did not answer. */
  readonly troubles: readonly string[];
}

/**
 * Applications of a run: those that are named, existing or not, and those that are found. The first matching entry
 * applies. The service is asked for its list only if an entry needs it, and for an application's tags only if no
 * earlier entry matches. A question that fails leaves out only the applications that depend on it.
 */
export async function selectApplications(
  entries: readonly ApplicationEntry[],
  directory: ApplicationDirectory,
): Promise<Selection> {
  const troubles: string[] = [];
  const named = entries.flatMap(({ selector }) => (selector.kind === 'name' ? [selector.name] : []));
  const isDiscovering = named.length < entries.length;
  const listed = isDiscovering ? await answerOf(() => directory.listApplications(), troubles) : [];

  const candidates = new Map<string, TagsOf>(
    // An application that is not in the list has no tags; without a list its tags are unknown.
    named.map((name) => [name, async () => (listed ? new Map() : undefined)]),
  );
  for (const application of listed ?? []) {
    candidates.set(application.name, () => answerOf(() => directory.tagsOf(application), troubles));
  }
  const applications: SelectedApplication[] = [];
  for (const [name, tagsOf] of candidates) {
    const entry = await firstThatFits(entries, name, tagsOf);
    if (entry) applications.push({ name, entry });
  }
  return { applications, troubles };
}

type Tags = ReadonlyMap<string, string>;
type TagsOf = () => Promise<Tags | undefined>;

async function answerOf<T>(ask: () => Promise<T>, troubles: string[]): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    troubles.push(describeError(error));
    return undefined;
  }
}

/**
 * First matching entry; `undefined` also when it depends on unknown tags: a later entry may keep less than the intended
 * one.
 */
async function firstThatFits(
  entries: readonly ApplicationEntry[],
  name: string,
  tagsOf: TagsOf,
): Promise<ApplicationEntry | undefined> {
  let tags: Tags | undefined;
  for (const entry of entries) {
    const { selector } = entry;
    switch (selector.kind) {
      case 'name':
        if (selector.name === name) return entry;
        break;
      case 'prefix':
        if (name.startsWith(selector.prefix)) return entry;
        break;
      case 'pattern':
        if (fitsPattern(name, selector.pattern)) return entry;
        break;
      case 'tag':
        tags ??= await tagsOf();
        if (!tags) return undefined;
        if (tags.get(selector.key) === selector.value) return entry;
        break;
    }
  }
  return undefined;
}
