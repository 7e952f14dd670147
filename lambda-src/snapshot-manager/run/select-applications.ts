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
 *
 * @param asked only these applications: nothing is asked about others, because somebody waits for the answer.
 */
export async function selectApplications(
  entries: readonly ApplicationEntry[],
  directory: ApplicationDirectory,
  asked?: readonly string[],
): Promise<Selection> {
  const troubles: string[] = [];
  const allNamed = entries.flatMap(({ selector }) => (selector.kind === 'name' ? [selector.name] : []));
  const isAsked = (name: string) => asked === undefined || asked.includes(name);
  const named = allNamed.filter(isAsked);
  const isDiscovering = allNamed.length < entries.length;
  let listing: ReturnType<typeof listOf> | undefined;
  const list = () => {
    listing ??= isDiscovering ? listOf(directory, troubles) : Promise.resolve([]);
    return listing;
  };
  const tagsOf = async (name: string): Promise<Tags | undefined> => {
    const listed = await list();
    const application = listed?.find((each) => each.name === name);
    if (application) return answerOf(() => directory.tagsOf(application), troubles);
    // An application that is not in the list has no tags; without a list its tags are unknown.
    return listed ? new Map() : undefined;
  };
  const areAllNamed = asked?.every((name) => named.includes(name)) ?? false;
  const found = areAllNamed ? [] : ((await list()) ?? []).map(({ name }) => name).filter(isAsked);

  const applications: SelectedApplication[] = [];
  for (const name of new Set([...named, ...found])) {
    const entry = await firstThatFits(entries, name, () => tagsOf(name));
    if (entry) applications.push({ name, entry });
  }
  return { applications, troubles };
}

function listOf(directory: ApplicationDirectory, troubles: string[]) {
  return answerOf(() => directory.listApplications(), troubles);
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
