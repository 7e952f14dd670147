import type { OutcomeEvent } from '../../../lambda-src/snapshot-manager/domain/events/outcome-event';
import type { EventBus, RefusedEvent } from '../../../lambda-src/snapshot-manager/ports';
import type { AwsCalls } from './aws-calls';

/** The bus: keeps what it accepted, each as often as it came. */
export class FakeEventBus implements EventBus {
  readonly accepted: OutcomeEvent[] = [];
  /** Number of events of each call. */
  readonly calls: number[] = [];
  /** Answer for an event that is refused; undefined: it is accepted. */
  refuses: (event: OutcomeEvent) => string | undefined = () => undefined;

  constructor(private readonly aws?: AwsCalls) {}

  async put(events: readonly OutcomeEvent[], until: Date): Promise<readonly RefusedEvent[]> {
    if (events.length > 10) throw new Error(`EventBridge takes at most 10 entries, not ${events.length}.`);
    const take = (): readonly RefusedEvent[] => {
      this.calls.push(events.length);
      const refused = events.flatMap((event) => {
        const why = this.refuses(event);
        return why === undefined ? [] : [{ event, why }];
      });
      this.accepted.push(...events.filter((event) => !refused.some((each) => each.event === event)));
      return refused;
    };
    return this.aws ? this.aws.during('events.put', take, until) : take();
  }

  ids(): string[] {
    return this.accepted.map(({ detail }) => detail.id);
  }
}
