import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

export interface MessageAttribute {
  readonly DataType: 'String' | 'Number';
  readonly StringValue: string;
}

export function textAttribute(value: string): MessageAttribute {
  return { DataType: 'String', StringValue: value };
}

/** Sends a message to the queue with this ARN. */
export async function sendToQueue(
  sqs: SQSClient,
  queueArn: string,
  message: string,
  attributes: Readonly<Record<string, MessageAttribute>>,
): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueArn.split(':').at(-1) }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: message, MessageAttributes: attributes }));
}
