import type { Notification, Notifier } from '../../../lambda-src/snapshot-manager/ports';

/** The topic: keeps what was published. */
export class FakeTopic implements Notifier {
  readonly published: Notification[] = [];
  isBroken = false;

  async publish(notification: Notification): Promise<void> {
    if (this.isBroken) throw new Error('Injected: the topic did not answer.');
    this.published.push(notification);
  }

  subjects(): string[] {
    return this.published.map(({ subject }) => subject);
  }
}
