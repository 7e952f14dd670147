import { KinesisAnalyticsV2Client, ListApplicationsCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { lookingIn } from '../answer-time';
import { LocalDoorError } from './local-door';

/** Begin of the variables that send one service elsewhere. */
const OF_ONE_SERVICE = 'AWS_ENDPOINT_URL_';

/**
 * Makes sure that calls of AWS go to the local cloud that was found: SDKs let a variable or a profile send one service, or
 * all, past AWS_ENDPOINT_URL, and the page of a local cloud has buttons that change things.
 *
 * @throws LocalDoorError with what sends calls elsewhere.
 */
export async function ensureOneEndpoint(
  endpoint: string,
  region: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<void> {
  const { origin } = new URL(endpoint);
  const other = Object.entries(environment).find(
    ([name, value]) => name.startsWith(OF_ONE_SERVICE) && value && originOf(value) !== origin,
  );
  if (other) throw elsewhere(endpoint, `${other[0]} is ${other[1]}. Unset it.`);
  const asked = await originOfCalls(region);
  if (asked !== origin) {
    throw elsewhere(
      endpoint,
      `calls go to ${asked}: look for ignore_configured_endpoint_urls in the profile, and AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.`,
    );
  }
}

function elsewhere(endpoint: string, what: string): LocalDoorError {
  return new LocalDoorError(
    `AWS_ENDPOINT_URL is ${endpoint}, a local cloud, and ${what} The page shows and changes one account only. kda page --local sets all variables by itself.`,
  );
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

/** The SDK asks for some before it knows the address; these are never sent. */
const NO_CREDENTIALS = { accessKeyId: '-', secretAccessKey: '-' };

/** Origin to which the SDK would send a call; nothing is sent. */
async function originOfCalls(region: string): Promise<string> {
  const client = new KinesisAnalyticsV2Client({ ...lookingIn(region), credentials: NO_CREDENTIALS });
  let origin = '';
  client.middlewareStack.add(
    () => async (args) => {
      const { protocol, hostname, port } = args.request as { protocol: string; hostname: string; port?: number };
      origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
      return { response: undefined, output: { $metadata: {}, ApplicationSummaries: [] } };
    },
    { step: 'build', name: 'sendsNothing', priority: 'high' },
  );
  await client.send(new ListApplicationsCommand({}));
  client.destroy();
  return origin;
}
