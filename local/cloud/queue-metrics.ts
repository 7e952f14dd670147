import { GetQueueAttributesCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import type { EmulatorClients } from './emulator-clients';
import type { MetricValue } from './put-metrics';

/** Metrics, and the attribute of the queue that each reports. */
const REPORTED = [
  ['ApproximateNumberOfMessagesVisible', 'ApproximateNumberOfMessages'],
  ['ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesNotVisible'],
] as const;

/** One round of what SQS reports about itself every minute and the emulator does not: how many messages wait. */
export async function reportQueues({ sqs, metrics }: EmulatorClients): Promise<void> {
  const values: MetricValue[] = [];
  for await (const page of paginateListQueues({ client: sqs }, {})) {
    for (const QueueUrl of page.QueueUrls ?? []) {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: REPORTED.map(([, attribute]) => attribute) }),
      );
      const dimensions = { QueueName: QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1) };
      for (const [name, attribute] of REPORTED) {
        values.push({ name, value: Number(Attributes?.[attribute] ?? 0), unit: 'Count', dimensions });
      }
    }
  }
  await metrics.put('AWS/SQS', values);
}
