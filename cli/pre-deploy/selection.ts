import type { Problem } from '../../config/checks/problems';
import { fitsName } from '../../config/checks/selection-checks';
import type { ApplicationEntry } from '../../config/schema/application-settings';
import { nearNames } from '../../lambda-src/snapshot-manager/domain/near-names';
import type { ApplicationDirectory, ListedApplication } from '../../lambda-src/snapshot-manager/ports';

/** Application that a deployment creates: it counts as existing, deployed or not. */
export interface DeployedApplication {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Entry of `snapshots.applications` with its path in the settings. */
export interface PlacedEntry {
  readonly path: string;
  readonly entry: ApplicationEntry;
}

/** Maximum number of values of a tag in a message. */
const SHOWN = 5;

/** Part of an entry that selects applications. */
export type Selector = Pick<ApplicationEntry, 'name' | 'prefix' | 'pattern' | 'tag'>;

/** True if the entry selects the application that the deployment creates. */
export function selects(entry: Selector, { name, tags }: DeployedApplication): boolean {
  return entry.tag === undefined ? fitsName(entry, name) : tags[entry.tag.key] === entry.tag.value;
}

/**
 * Entries that select no application: their name, prefix, pattern or tag is probably misspelt, and its application
 * would silently have no snapshots. The service is asked only if the settings do not decide it.
 *
 * @param region only for the messages.
 */
export async function selectionProblems(
  entries: readonly PlacedEntry[],
  deployed: readonly DeployedApplication[],
  directory: ApplicationDirectory,
  region: string,
): Promise<Problem[]> {
  const open = entries.filter(({ entry }) => !deployed.some((application) => selects(entry, application)));
  if (open.length === 0) return [];
  const there = await directory.listApplications();
  const names = [...new Set([...there, ...deployed].map(({ name }) => name))];
  const tags = new TagsOnDemand(directory);

  const problems: Problem[] = [];
  for (const { path, entry } of open) {
    if (entry.tag !== undefined) {
      const { key, value } = entry.tag;
      if (await tags.isOnAny(there, key, value)) continue;
      problems.push({
        path,
        is: `is ${JSON.stringify(entry.tag)}`,
        expected: `a tag that a Flink application in ${region} has`,
        remedy: `${await tags.valuesOf(there, key)} Correct it, or tag the application first.`,
      });
    } else if (!names.some((name) => fitsName(entry, name))) {
      problems.push(nameProblem(path, entry, names, region));
    }
  }
  return problems;
}

/** Text of all problems, in the form of the settings' own problems. */
export function problemsText(environment: string, problems: readonly Problem[]): string {
  return [
    `${problems.length === 1 ? 'one entry selects' : `${problems.length} entries select`} nothing, so nothing is deployed:`,
    ...problems.map(
      ({ path, is, expected, remedy }) =>
        `  config/${environment}.json: ${path} ${is}, expected ${expected}. ${remedy}`,
    ),
  ].join('\n');
}

function nameProblem(path: string, entry: ApplicationEntry, names: readonly string[], region: string): Problem {
  const { name, prefix, pattern } = entry;
  const written = name ?? prefix ?? pattern ?? '';
  const near = nearNames(written.replaceAll(/[*?]/g, ''), names);
  return {
    path,
    is: `is ${JSON.stringify(written)}`,
    expected:
      name !== undefined
        ? `a Flink application in ${region}, or the one that this deployment makes`
        : `the ${prefix !== undefined ? 'beginning' : 'pattern'} of the name of a Flink application in ${region}`,
    remedy: `${near.length > 0 ? `Most similar: ${near.join(', ')}.` : 'There is no Flink application.'} Correct it, or create the application first.`,
  };
}

/**
 * Tags of applications. They cost a call per application, so each is requested once, and none after an answer that
 * settles the question.
 */
class TagsOnDemand {
  readonly #known = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly directory: ApplicationDirectory) {}

  async isOnAny(applications: readonly ListedApplication[], key: string, value: string): Promise<boolean> {
    for (const application of applications) {
      if ((await this.#of(application)).get(key) === value) return true;
    }
    return false;
  }

  /** Sentence on the values of a key, and their applications. */
  async valuesOf(applications: readonly ListedApplication[], key: string): Promise<string> {
    const found: string[] = [];
    for (const application of applications) {
      const value = (await this.#of(application)).get(key);
      if (value !== undefined) found.push(`${JSON.stringify(value)} (${application.name})`);
    }
    if (found.length === 0) return `None of the ${applications.length} applications there has the tag ${key}.`;
    const more = found.length > SHOWN ? `, and ${found.length - SHOWN} more` : '';
    return `Values of ${key} there: ${found.slice(0, SHOWN).join(', ')}${more}.`;
  }

  async #of(application: ListedApplication): Promise<ReadonlyMap<string, string>> {
    const known = this.#known.get(application.name) ?? (await this.directory.tagsOf(application));
    this.#known.set(application.name, known);
    return known;
  }
}
