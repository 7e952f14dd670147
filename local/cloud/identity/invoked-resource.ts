import { readJson, readText } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Call } from '../aws-call';

/** ARN of what a call is about, for the services that the snapshot manager uses; `*` for others and where there is none. */
export function invokedResource({ service, isForm, body }: Call, regionAndAccount: string): string {
  if (isForm) return new URLSearchParams(body.toString('utf8')).get('TopicArn') ?? '*';
  const fields = readJson(body);
  if (service === 'kinesisanalytics') {
    const name = readText(fields, 'ApplicationName');
    return name === undefined
      ? (readText(fields, 'ResourceARN') ?? '*')
      : `arn:aws:kinesisanalytics:${regionAndAccount}:application/${name}`;
  }
  if (service === 'events') {
    const bus = busOf(fields);
    return bus.startsWith('arn:') ? bus : `arn:aws:events:${regionAndAccount}:event-bus/${bus}`;
  }
  const table = service === 'dynamodb' ? readText(fields, 'TableName') : undefined;
  return table === undefined ? '*' : `arn:aws:dynamodb:${regionAndAccount}:table/${table}`;
}

/** Bus of a PutEvents call; its entries may name several, of which the manager names one. */
function busOf(fields: Readonly<Record<string, unknown>>): string {
  const [entry]: readonly unknown[] = Array.isArray(fields.Entries) ? fields.Entries : [];
  const isObject = typeof entry === 'object' && entry !== null;
  return (isObject && readText({ ...entry }, 'EventBusName')) || 'default';
}
