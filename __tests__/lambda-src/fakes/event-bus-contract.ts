import {
  DETAIL_VERSION,
  eventOf,
  type OutcomeEvent,
} from '../../../lambda-src/snapshot-manager/domain/events/outcome-event';
import type { EventBus } from '../../../lambda-src/snapshot-manager/ports';

const AT = '2026-11-23T10:20:03.000Z';

export function takenEvent(application: string): OutcomeEvent {
  return eventOf({
    version: DETAIL_VERSION,
    id: `${application}/1/taken`,
    deployment: 'demo',
    application,
    outcome: 'taken',
    runId: 1,
    message: 'It is READY.',
    startedAt: AT,
    endedAt: AT,
  });
}

/** A bus, and the means to look at it and to make it refuse. */
export interface BusInTest {
  readonly bus: EventBus;
  /** Applications of the accepted events, in their order. */
  readonly accepted: () => readonly string[];
  readonly refuse: (application: string, why: string) => void;
}

const UNTIL = () => new Date(Date.now() + 5_000);

/** Tests of the port: what the fake claims is true of the adapter for EventBridge too. */
export function testsOfEventBus(open: () => BusInTest): void {
  test('accepts all, in their order', async () => {
    const { bus, accepted } = open();
    expect(await bus.put(['orders', 'payments'].map(takenEvent), UNTIL())).toEqual([]);
    expect(accepted()).toEqual(['orders', 'payments']);
  });

  test('accepts the same event again: EventBridge knows no ids', async () => {
    const { bus, accepted } = open();
    await bus.put([takenEvent('orders')], UNTIL());
    await bus.put([takenEvent('orders')], UNTIL());
    expect(accepted()).toEqual(['orders', 'orders']);
  });

  test('returns the refused ones, each with its reason, and accepts the others', async () => {
    const { bus, accepted, refuse } = open();
    refuse('payments', 'InternalFailure: try again');
    const events = ['orders', 'payments', 'users'].map(takenEvent);
    expect(await bus.put(events, UNTIL())).toEqual([{ event: events[1], why: 'InternalFailure: try again' }]);
    expect(accepted()).toEqual(['orders', 'users']);
  });

  test('takes ten events, and refuses eleven as a whole', async () => {
    const { bus, accepted } = open();
    const events = Array.from({ length: 11 }, (_, index) => takenEvent(`app-${index}`));
    await expect(bus.put(events, UNTIL())).rejects.toThrow();
    expect(accepted()).toEqual([]);
    await bus.put(events.slice(0, 10), UNTIL());
    expect(accepted()).toHaveLength(10);
  });
}
