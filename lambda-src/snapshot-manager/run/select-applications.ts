import type { ApplicationEntry } from '../domain/application-entries';
import { fitsPattern } from '../domain/name-pattern';
import { describeError } from '../log';
import type { ApplicationDirectory } from '../ports';

export interface SelectedApplication {
  readonly name: string;
  /** The first entry that fits the application. */
  readonly entry: ApplicationEntry;
}

export interface Selection {
  readonly applications: readonly SelectedApplication[];
  /** Why it may be incomplete: questions that the service did not answer. */
  readonly troubles: readonly string[];
}

/**
 * Which applications a run is for: those that are named, whether they exist or not, and those that are found. For each
 * the first entry that fits holds. The service is asked for its list only if an entry needs it, and for an
 * application's tags only if no earlier entry fits it. A question that fails leaves out only what hangs on its answer.
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
    // An application that does not exist has no tags; without a list nobody knows.
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

/** None also when it hangs on tags that are not known: a later entry may keep less than the one that was meant. */
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
