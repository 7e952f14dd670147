import {
  applicationUrl,
  consoleHost,
  dashboardUrl,
  functionUrl,
  home,
  logGroupUrl,
  tableUrl,
} from '../../../tools/console-urls';
import { at, type Json } from './json';
import { hasTrue, maskAt } from './masks';
import type { ResourceChange } from './plan';

/** Provider's page about a type of AWS resource; undefined for other providers. */
export function documentationUrl(type: string): string | undefined {
  if (!type.startsWith('aws_')) return undefined;
  return `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/${encodeURIComponent(type.slice('aws_'.length))}`;
}

/**
 * Page of the object in the AWS console; undefined if it does not exist yet, or if the plan does not determine its page.
 */
export function consoleUrl(change: ResourceChange, providerRegion: string | undefined): string | undefined {
  const attributes = change.before ?? (change.action === 'import' ? change.after : null);
  if (attributes === null) return undefined;
  const page = PAGES[change.type];
  const isSensitive = (name: string) =>
    [change.beforeSensitive, change.afterSensitive].some((mask) => hasTrue(maskAt(mask, name)));
  const region = (isSensitive('arn') ? undefined : regionOf(attributes)) ?? providerRegion;
  // Isolated partitions have consoles at other addresses. Any other text is not a region.
  if (page === undefined || region === undefined || !/^(?!us-iso|eu-iso)[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    return undefined;
  if (isSensitive(page.by)) return undefined;
  const name = at(attributes, page.by);
  return typeof name === 'string' && name !== '' ? page.url(region, name) : undefined;
}

function regionOf(attributes: Json): string | undefined {
  const arn = at(attributes, 'arn');
  return (typeof arn === 'string' && arn.split(':')[3]) || undefined;
}

interface Page {
  /** Attribute from which the address is built. */
  readonly by: string;
  readonly url: (region: string, value: string) => string;
}

const PAGES: Readonly<Record<string, Page>> = {
  aws_kinesisanalyticsv2_application: { by: 'name', url: applicationUrl },
  aws_kinesisanalyticsv2_application_snapshot: { by: 'application_name', url: applicationUrl },
  aws_lambda_function: { by: 'function_name', url: functionUrl },
  aws_dynamodb_table: { by: 'name', url: tableUrl },
  aws_cloudwatch_dashboard: { by: 'dashboard_name', url: dashboardUrl },
  aws_cloudwatch_log_group: { by: 'name', url: logGroupUrl },
  aws_cloudwatch_metric_alarm: { by: 'alarm_name', url: alarmUrl },
  aws_cloudwatch_composite_alarm: { by: 'alarm_name', url: alarmUrl },
  aws_cloudwatch_event_rule: {
    by: 'name',
    url: (region, name) => `${home(region, 'events')}#/eventbus/default/rules/${encodeURIComponent(name)}`,
  },
  aws_sfn_state_machine: {
    by: 'arn',
    url: (region, arn) => `${home(region, 'states')}#/statemachines/view/${encodeURIComponent(arn)}`,
  },
  aws_s3_bucket: { by: 'bucket', url: bucketUrl },
  aws_s3_bucket_versioning: { by: 'bucket', url: bucketUrl },
  aws_s3_bucket_policy: { by: 'bucket', url: bucketUrl },
  aws_sns_topic: { by: 'arn', url: (region, arn) => `${home(region, 'sns/v3')}#/topic/${encodeURIComponent(arn)}` },
  aws_sqs_queue: { by: 'url', url: (region, url) => `${home(region, 'sqs/v3')}#/queues/${encodeURIComponent(url)}` },
  aws_kms_key: { by: 'key_id', url: (region, id) => `${home(region, 'kms')}#/kms/keys/${encodeURIComponent(id)}` },
  // IAM has no regions, but each partition has its own console.
  aws_iam_role: { by: 'name', url: roleUrl },
  aws_iam_role_policy: { by: 'role', url: roleUrl },
  aws_iam_role_policy_attachment: { by: 'role', url: roleUrl },
  aws_iam_policy: {
    by: 'arn',
    url: (region, arn) => `https://${consoleHost(region)}/iam/home#/policies/details/${encodeURIComponent(arn)}`,
  },
};

function alarmUrl(region: string, name: string): string {
  return `${home(region, 'cloudwatch')}#alarmsV2:alarm/${encodeURIComponent(name)}`;
}

function bucketUrl(region: string, bucket: string): string {
  return `https://${region}.${consoleHost(region)}/s3/buckets/${encodeURIComponent(bucket)}?region=${region}`;
}

function roleUrl(region: string, role: string): string {
  return `https://${consoleHost(region)}/iam/home#/roles/details/${encodeURIComponent(role)}`;
}
