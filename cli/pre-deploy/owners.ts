import type { Problem } from '../../config/checks/problems';
import { deploymentTags } from '../../config/model/deployment-tags';
import { namesOf } from '../../config/model/names';
import { derivedNames } from '../../config/schema/name-settings';
import type { Settings } from '../../config/schema/settings';
import { ENVIRONMENT } from '../../lambda-src/contract';

export type Tags = Readonly<Record<string, string>>;

/** Existing resources in account and region; `undefined`: none of that name. */
export interface DeployedResources {
  readonly topicTags: (name: string) => Promise<Tags | undefined>;
  readonly tableTags: (name: string) => Promise<Tags | undefined>;
  readonly function: (
    name: string,
  ) => Promise<{ readonly tags: Tags; readonly variables: Readonly<Record<string, string>> } | undefined>;
}

/** Tag with the deployment's name: `deploymentTags`. */
const OWNER_TAG = 'deployment';

/** Name in the settings, or its default. */
interface NamedResource {
  readonly path: 'notifications.topicName' | 'audit.tableName' | 'audit.holdsTableName';
  readonly kind: 'topic' | 'table';
  readonly name: string;
  /** Name that derives from the deployment's. */
  readonly derived: string;
  readonly isTakenOver: boolean;
  /** Name that the deployed manager uses for the same resource. */
  readonly inUse: string | undefined;
}

/**
 * Names that would take over another deployment's resources, or separate this deployment from its own. Terraform would
 * silently adopt a topic of the same name and tags, and replace a renamed table with all its rows.
 */
export async function ownerProblems(settings: Settings, resources: DeployedResources): Promise<Problem[]> {
  const owner = deploymentTags(settings)[OWNER_TAG];
  const { managerFunction } = namesOf(settings);
  const manager = await resources.function(managerFunction);
  const isOurs = manager?.tags[OWNER_TAG] === owner;
  const problems: Problem[] = [];
  if (manager !== undefined && !isOurs) {
    problems.push({
      path: 'name',
      is: `is ${JSON.stringify(settings.name)}, whose function ${managerFunction} is ${ownedBy(manager.tags)}`,
      expected: 'a name that no other deployment of the account and region has',
      remedy: 'Give this deployment another name.',
    });
  }
  for (const resource of namedResources(settings, isOurs ? manager?.variables : undefined)) {
    const { path, kind, name, inUse } = resource;
    const tags = await (kind === 'topic' ? resources.topicTags(name) : resources.tableTags(name));
    const isAdopted = resource.isTakenOver && tags?.[OWNER_TAG] === undefined;
    if (tags !== undefined && tags[OWNER_TAG] !== owner && !isAdopted) problems.push(foreign(resource, tags));
    else if (inUse !== undefined && inUse !== name) {
      problems.push({
        path,
        is: `is ${JSON.stringify(name)}, but this deployment uses ${JSON.stringify(inUse)}`,
        expected: `the deployed name`,
        remedy: `The ${kind} would be deleted and recreated, ${kind === 'topic' ? 'without its confirmed subscriptions' : 'without its rows'}. Write ${JSON.stringify(inUse)} there.`,
      });
    }
  }
  return problems;
}

/** Text of all problems, in the form of the settings' own problems. */
export function ownersText(environment: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one name does' : `${problems.length} names do`;
  return [
    `${count} not fit the resources in the account, so nothing is deployed:`,
    ...problems.map(
      ({ path, is, expected, remedy }) =>
        `  config/${environment}.json: ${path} ${is}, expected ${expected}. ${remedy}`,
    ),
  ].join('\n');
}

function foreign({ path, kind, name, derived }: NamedResource, tags: Tags): Problem {
  const ways =
    name === derived
      ? 'give another'
      : `leave it out with "names": "deployment" for ${JSON.stringify(derived)}, or give another`;
  return {
    path,
    is: `is ${JSON.stringify(name)}, a ${kind} ${ownedBy(tags)}`,
    expected: 'a name of this deployment’s own',
    remedy: `It would be taken over, and deleted when this deployment is destroyed: ${ways}.`,
  };
}

function ownedBy(tags: Tags): string {
  const owner = tags[OWNER_TAG];
  return owner === undefined ? 'that no deployment of this project made' : `of the deployment ${JSON.stringify(owner)}`;
}

function namedResources(settings: Settings, inUse: Readonly<Record<string, string>> | undefined): NamedResource[] {
  const { notifications, audit, import: taken } = settings;
  const derived = derivedNames(settings.name);
  return [
    {
      path: 'notifications.topicName',
      kind: 'topic',
      name: notifications.topicName,
      derived: derived.topicName,
      isTakenOver: taken.topicArn !== undefined,
      inUse: inUse?.[ENVIRONMENT.topicArn]?.split(':').at(-1),
    },
    {
      path: 'audit.tableName',
      kind: 'table',
      name: audit.tableName,
      derived: derived.tableName,
      isTakenOver: taken.auditTable,
      inUse: inUse?.[ENVIRONMENT.auditTable],
    },
    {
      path: 'audit.holdsTableName',
      kind: 'table',
      name: audit.holdsTableName,
      derived: derived.holdsTableName,
      isTakenOver: false,
      inUse: inUse?.[ENVIRONMENT.holdsTable],
    },
  ];
}
