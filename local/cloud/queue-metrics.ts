import { GetQueueAttributesCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import type { EmulatorClients } from './emulator-clients';
import { type MetricValue, putMetrics } from './put-metrics';

/** One round of what SQS reports about itself every minute and the emulator does not: how many messages wait. */
export async function reportQueues({ sqs, cloudWatch }: EmulatorClients): Promise<void> {
  const values: MetricValue[] = [];
  for await (const page of paginateListQueues({ client: sqs }, {})) {
    for (const QueueUrl of page.QueueUrls ?? []) {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      const dimensions = { QueueName: QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1) };
      const value = (text: string | undefined): number => Number(text ?? 0);
      values.push(
        {
          name: 'ApproximateNumberOfMessagesVisible',
          value: value(Attributes?.ApproximateNumberOfMessages),
          unit: 'Count',
          dimensions,
        },
        {
          name: 'ApproximateNumberOfMessagesNotVisible',
          value: value(Attributes?.ApproximateNumberOfMessagesNotVisible),
          unit: 'Count',
          dimensions,
        },
      );
    }
  }
  await putMetrics(cloudWatch, 'AWS/SQS', values);
}
