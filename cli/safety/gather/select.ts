import { type KinesisAnalyticsV2Client, ListApplicationsCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkDirectory } from '../../../lambda-src/snapshot-manager/aws/application-directory';
import { readPages } from '../../../lambda-src/snapshot-manager/aws/pages';
import { asked } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import type { QuietHours } from '../../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { requireManaged } from '../../../lambda-src/snapshot-manager/requests/refusal';
import type { Deployment } from '../../deployment';
import { selects } from '../../pre-deploy/selection';
import { troubleText } from './trouble';

/** Entry of the deployment that applies to an application, and its status if the list of all was read. */
export interface Selected {
  readonly name: string;
  readonly objectiveMinutes: number;
  readonly provenWithinDays?: number | undefined;
  readonly stoppedOnPurpose?: string | undefined;
  /** Expression of its schedule. */
  readonly schedule: string;
  readonly quietHours?: QuietHours | undefined;
  readonly status?: string | undefined;
  readonly sourceHorizon?: string | undefined;
  /** Entry that applies; missing where the list of all could not be read. */
  readonly entry?: Entry;
}

export interface Selection {
  readonly applications: readonly Selected[];
  /** Reasons why some may be missing. */
  readonly gaps: readonly string[];
  /** Entries that fit no application, in words; none while the answer has gaps. */
  readonly withoutApplication: readonly string[];
}

type Entry = Deployment['applications'][number];

interface Listed {
  readonly name: string;
  readonly arn: string;
  readonly status: string | undefined;
}

/**
 * Applications of a deployment, or the named ones of it. The list of all applications has their status with it: for a
 * fleet it is the fastest answer.
 *
 * @throws RequestRefusedError for a name that the deployment does not manage.
 */
export async function selectApplications(
  deployment: Pick<Deployment, 'applications' | 'objectiveMinutes' | 'schedule' | 'quietHours'>,
  names: readonly string[],
  client: KinesisAnalyticsV2Client,
): Promise<Selection> {
  const { applications: entries, objectiveMinutes, schedule, quietHours } = deployment;
  // Without the list nobody knows which entry applies.
  const unlisted = (name: string): Selected => ({ name, objectiveMinutes, schedule, quietHours });
  const areNamed = entries.every(({ name }) => name !== undefined);
  const areFew = names.length > 0 || entries.length <= FEW;
  if (areNamed && areFew)
    return { applications: chosen(entries.flatMap(ofName), names), gaps: [], withoutApplication: [] };
  const hasTags = entries.some(({ tag }) => tag !== undefined);
  if (names.length > 0 && !hasTags) {
    const fitting = names.flatMap((name) => {
      const entry = entries.find((each) => selects(each, { name, tags: {} }));
      return entry ? [selected(entry, name)] : [];
    });
    if (fitting.length === names.length) return { applications: fitting, gaps: [], withoutApplication: [] };
  }
  const gaps: string[] = [];
  const listed = await listApplications(client).catch((error: unknown) => {
    gaps.push(troubleText(error));
    return undefined;
  });
  if (listed === undefined && names.length > 0) {
    return { applications: names.map(unlisted), gaps, withoutApplication: [] };
  }
  const fitted = new Set<Entry>();
  const fittingOnes = (only?: readonly string[]) => matching(entries, listed ?? [], client, { gaps, fitted }, only);
  const asked = names.length === 0 ? undefined : await fittingOnes(names);
  const isKnown = asked && (gaps.length > 0 || names.every((name) => asked.some((each) => each.name === name)));
  // The refusal of a name tells all that are managed.
  const all = isKnown ? asked : await fittingOnes();
  // Whose tags can't be read may be one of the deployment all the same.
  const unclear = gaps.length === 0 ? [] : names.filter((name) => !all.some((each) => each.name === name));
  const unfitted = gaps.length > 0 || names.length > 0 ? [] : entries.filter((entry) => !fitted.has(entry));
  return {
    applications: chosen([...all, ...unclear.map(unlisted)], names),
    gaps,
    withoutApplication: unfitted.flatMap(selectorText),
  };
}

/** Number of named applications that are described one by one at once. */
const FEW = 3;

function ofName(entry: Entry): Selected[] {
  return entry.name === undefined ? [] : [selected(entry, entry.name)];
}

function selected(entry: Entry, name: string, status?: string): Selected {
  const { objectiveMinutes, provenWithinDays, stoppedOnPurpose, schedule, quietHours, sourceHorizon } = entry;
  const settings = { objectiveMinutes, provenWithinDays, stoppedOnPurpose, schedule, quietHours, sourceHorizon };
  return { name, ...settings, status, entry };
}

/** Words for what an entry looks for; none for a name, which is judged as an application. */
function selectorText({ prefix, pattern, tag }: Entry): string[] {
  if (tag !== undefined) return [`the tag ${tag.key}=${tag.value}`];
  if (prefix !== undefined) return [`a name that begins with ${prefix}`];
  return pattern === undefined ? [] : [`a name like ${pattern}`];
}

function chosen(all: readonly Selected[], names: readonly string[]): readonly Selected[] {
  if (names.length === 0) return all;
  requireManaged(
    names,
    all.map(({ name }) => name),
  );
  return [...new Set(names)].flatMap((name) => all.filter((each) => each.name === name));
}

/**
 * Named ones, existing or not, and those found: the first entry that fits applies.
 *
 * @param only those that are judged; default: all.
 */
async function matching(
  entries: readonly Entry[],
  listed: readonly Listed[],
  client: KinesisAnalyticsV2Client,
  { gaps, fitted }: { readonly gaps: string[]; readonly fitted: Set<Entry> },
  only?: readonly string[],
): Promise<readonly Selected[]> {
  const directory = new ManagedFlinkDirectory(client);
  const found = new Map(listed.map((each) => [each.name, each]));
  const named = entries.flatMap(({ name }) => (name === undefined || found.has(name) ? [] : [name]));
  const fitting = async (name: string, there?: Listed): Promise<Selected[]> => {
    let tags: Readonly<Record<string, string>> | undefined = there ? undefined : {};
    for (const entry of entries) {
      if (entry.tag !== undefined && there) tags ??= Object.fromEntries(await directory.tagsOf(there));
      if (selects(entry, { name, tags: tags ?? {} })) return fits(entry, name, there, tags);
    }
    return [];
  };
  // Whose tags were not needed may have that of a later entry.
  const fits = (first: Entry, name: string, there?: Listed, tags?: Readonly<Record<string, string>>): Selected[] => {
    for (const entry of entries) {
      if ((entry.tag && there && !tags) || selects(entry, { name, tags: tags ?? {} })) fitted.add(entry);
    }
    return [selected(first, name, there?.status)];
  };
  const candidates = [...named.map((name) => [name, undefined] as const), ...found];
  const wanted = only ? candidates.filter(([name]) => only.includes(name)) : candidates;
  const answers = wanted.map(async ([name, there]) =>
    fitting(name, there).catch((error: unknown) => {
      gaps.push(`${name}: ${troubleText(error)}`);
      return [];
    }),
  );
  return (await Promise.all(answers)).flat().toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Flink applications of the region with their status: SQL applications and notebooks have no snapshots. */
function listApplications(client: KinesisAnalyticsV2Client): Promise<readonly Listed[]> {
  return readPages('applications', async (token) => {
    const page = await asked('list the applications', () =>
      client.send(new ListApplicationsCommand({ Limit: 50, NextToken: token })),
    );
    const entries = (page.ApplicationSummaries ?? []).flatMap((summary): Listed[] => {
      const { ApplicationName: name, ApplicationARN: arn, ApplicationStatus: status, RuntimeEnvironment } = summary;
      return name && arn && RuntimeEnvironment?.startsWith('FLINK-') ? [{ name, arn, status }] : [];
    });
    return { entries, next: page.NextToken };
  });
}
