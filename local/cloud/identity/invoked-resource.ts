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
  const table = service === 'dynamodb' ? readText(fields, 'TableName') : undefined;
  return table === undefined ? '*' : `arn:aws:dynamodb:${regionAndAccount}:table/${table}`;
}
