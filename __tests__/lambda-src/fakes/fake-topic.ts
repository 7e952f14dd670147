import type { Notification } from '../../../lambda-src/snapshot-manager/domain/messages';
import type { Notifier } from '../../../lambda-src/snapshot-manager/ports';
import type { AwsCalls } from './aws-calls';

/** The topic: keeps what was published. */
export class FakeTopic implements Notifier {
  readonly published: Notification[] = [];
  isBroken = false;

  constructor(private readonly aws?: AwsCalls) {}

  async publish(notification: Notification): Promise<void> {
    if (this.isBroken) throw new Error('Injected: the topic did not answer.');
    const take = () => void this.published.push(notification);
    return this.aws ? this.aws.during('topic.publish', take) : take();
  }

  subjects(): string[] {
    return this.published.map(({ subject }) => subject);
  }
}
