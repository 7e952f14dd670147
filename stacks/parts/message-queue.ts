import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';

/** The longest SQS keeps a message: over a holiday, too, somebody can look at it. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

export interface MessageQueueProps {
  readonly name: string;
  /** Who else than the account itself may send to it. */
  readonly policy?: string;
}

/** A queue of messages that wait for a person. Encrypted by SQS itself, so that AWS services can send without a key. */
export class MessageQueue extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, { name, policy }: MessageQueueProps) {
    super(scope, id);
    this.queue = new SqsQueue(this, 'queue', {
      name,
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
      policy,
    });
  }
}
