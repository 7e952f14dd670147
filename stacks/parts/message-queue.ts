import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { policyDocument, type Statement, tlsOnly } from '../../config/model/iam-policy';
import type { Account } from '../shared/deployment-stack';

/** Longest retention of a message in SQS, in seconds: somebody can look at it even after a holiday. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

export interface MessageQueueProps {
  readonly account: Account;
  readonly name: string;
  /** ARN of the key; `undefined`: encrypted by SQS itself, so that AWS services can send without rights to a key. */
  readonly keyArn: string | undefined;
  /** Sender besides the account itself; nobody else if left out. */
  readonly sender?: Sender;
  /** Second sender. */
  readonly otherSender?: Sender;
}

/** Service that may send, and when. */
type Sender = Pick<Statement, 'sid' | 'principal' | 'conditions'>;

/** Queue of messages that wait for a person: encrypted and reachable only over TLS. */
export class MessageQueue extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, { account, name, keyArn, sender, otherSender }: MessageQueueProps) {
    super(scope, id);
    // Built from the name: a policy that refers to the queue's own ARN could only be set after its creation.
    const resources = [`arn:${account.partition}:sqs:${account.region}:${account.id}:${name}`];
    this.queue = new SqsQueue(this, 'queue', {
      name,
      messageRetentionSeconds: RETENTION_SECONDS,
      ...(keyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: keyArn }),
      policy: policyDocument([
        ...[sender, otherSender].flatMap((each) =>
          each === undefined ? [] : { ...each, actions: ['sqs:SendMessage'], resources },
        ),
        tlsOnly(['sqs:*'], resources),
      ]),
    });
  }
}
