import { partitionOf } from './partition';

/** Where a person looks at it in the AWS console. */
export function applicationUrl(region: string, application: string): string {
  return `${home(region, 'flink')}#/applications/${encodeURIComponent(application)}`;
}

export function dashboardUrl(region: string, dashboard: string): string {
  return `${home(region, 'cloudwatch')}#dashboards/dashboard/${encodeURIComponent(dashboard)}`;
}

/** Alarms whose name begins so. */
export function alarmsUrl(region: string, namePrefix: string): string {
  return `${home(region, 'cloudwatch')}#alarmsV2:?search=${encodeURIComponent(namePrefix)}`;
}

/** The console escapes the group's name twice, the second time with $ for %. */
export function logGroupUrl(region: string, logGroup: string): string {
  const escaped = encodeURIComponent(encodeURIComponent(logGroup)).replaceAll('%', '$');
  return `${home(region, 'cloudwatch')}#logsV2:log-groups/log-group/${escaped}`;
}

export function functionUrl(region: string, functionName: string): string {
  return `${home(region, 'lambda')}#/functions/${encodeURIComponent(functionName)}`;
}

/** The table's rows. */
export function tableUrl(region: string, table: string): string {
  return `${home(region, 'dynamodbv2')}#item-explorer?table=${encodeURIComponent(table)}`;
}

/** A service's page in the console of the region's partition. */
export function home(region: string, service: string): string {
  return `https://${region}.${consoleHost(region)}/${service}/home?region=${region}`;
}

/** The console of each partition. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const CONSOLES: Readonly<Record<ReturnType<typeof partitionOf>, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** The console of the partition that a region belongs to, for services without regions such as IAM. */
export function consoleHost(region: string): string {
  return CONSOLES[partitionOf(region)];
}
