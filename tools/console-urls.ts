import { partitionOf } from './partition';

/** Page of an application in the AWS console. */
export function applicationUrl(region: string, application: string): string {
  return `${home(region, 'flink')}#/applications/${encodeURIComponent(application)}`;
}

export function dashboardUrl(region: string, dashboard: string): string {
  return `${home(region, 'cloudwatch')}#dashboards/dashboard/${encodeURIComponent(dashboard)}`;
}

/** Page of the alarms whose names begin with a prefix. */
export function alarmsUrl(region: string, namePrefix: string): string {
  return `${home(region, 'cloudwatch')}#alarmsV2:?search=${encodeURIComponent(namePrefix)}`;
}

/** Page of a log group; the console escapes its name twice, the second time with $ instead of %. */
export function logGroupUrl(region: string, logGroup: string): string {
  const escaped = encodeURIComponent(encodeURIComponent(logGroup)).replaceAll('%', '$');
  return `${home(region, 'cloudwatch')}#logsV2:log-groups/log-group/${escaped}`;
}

export function functionUrl(region: string, functionName: string): string {
  return `${home(region, 'lambda')}#/functions/${encodeURIComponent(functionName)}`;
}

/** Page of a table's rows. */
export function tableUrl(region: string, table: string): string {
  return `${home(region, 'dynamodbv2')}#item-explorer?table=${encodeURIComponent(table)}`;
}

/** Page of a service in the console of the region's partition. */
export function home(region: string, service: string): string {
  return `https://${region}.${consoleHost(region)}/${service}/home?region=${region}`;
}

/** Console host of each partition. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const CONSOLES: Readonly<Record<ReturnType<typeof partitionOf>, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** Console host of a region's partition, for services without regions such as IAM. */
export function consoleHost(region: string): string {
  return CONSOLES[partitionOf(region)];
}
