import type { PropertyGroup } from '../../packages/managed-flink/src/flink-cluster/cluster-home';
import { askForName } from '../ask-for-name';

/** Values that say where something is: a URL, an ARN, hosts with their ports. */
const ADDRESS = /^(?:[\w+.-]+(?::[\w+.-]+)*:\/\/\S+|arn:\S+|[\w.-]+:\d{2,5}(?:,\s*[\w.-]+:\d{2,5})*)$/;

/**
 * Asks before code runs here with the properties of a deployed application: its sources and sinks are those of
 * production. Those of a local cloud are of this machine, too.
 *
 * @throws UsageError for another answer than the name, and without a terminal.
 */
export async function agreeToProperties(
  { application, groups, isAgreed }: Deployed,
  { environment = process.env, say, agree = askForName }: World,
): Promise<void> {
  if (groups.every(({ PropertyMap }) => Object.keys(PropertyMap).length === 0) || isOnThisMachine(environment)) return;
  say(
    [
      `Warning: the code runs here with the properties of ${application} as it is deployed. What they name is real: the code reads from it, and writes to it.`,
      ...groups.map(
        ({ PropertyGroupId, PropertyMap }) =>
          `  ${PropertyGroupId}: ${Object.entries(PropertyMap).map(nameAndAddress).join(', ')}`,
      ),
      'To name a source and a sink of a test instead: --properties FILE.',
    ].join('\n'),
  );
  if (!isAgreed) await agree(application, 'Nothing was started');
}

interface Deployed {
  readonly application: string;
  readonly groups: readonly PropertyGroup[];
  readonly isAgreed: boolean;
}

interface World {
  readonly environment?: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly agree?: typeof askForName;
}

function isOnThisMachine(environment: NodeJS.ProcessEnv): boolean {
  const endpoint = environment.AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2 || environment.AWS_ENDPOINT_URL;
  const { hostname = '' } = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : {};
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** `jdbc.url (postgresql://db.example/orders)`, without user and query: they may hold a password. */
function nameAndAddress([name, value]: [string, string]): string {
  const shown = value
    .trim()
    .replace(/\/\/[^/@]*@/, '//')
    .replace(/[?;].*$/, '');
  return ADDRESS.test(shown) && !shown.includes('@') ? `${name} (${shown})` : name;
}

/** Warning that the given properties lack some of the application's; undefined: they have all of them. */
export function leftOutWarning(
  application: string,
  deployed: readonly PropertyGroup[],
  given: readonly PropertyGroup[],
): string | undefined {
  const missing = deployed.flatMap(({ PropertyGroupId, PropertyMap }) => {
    const own = given.find((group) => group.PropertyGroupId === PropertyGroupId);
    if (!own) return [`the group ${PropertyGroupId}`];
    const names = Object.keys(PropertyMap).filter((name) => !(name in own.PropertyMap));
    return names.length === 0 ? [] : [`${names.join(', ')} of ${PropertyGroupId}`];
  });
  if (missing.length === 0) return undefined;
  return `--properties replaces all properties of ${application}, and leaves out ${missing.join('; ')}. What they switch on is in neither code.`;
}
