import { deliveryParts, type TimeText } from '../../../status/words';
import type { StatusReading } from '../../api/common';
import { Mark } from '../parts/mark';
import { Findings } from './findings';

interface DeliveryProps {
  readonly delivery: NonNullable<StatusReading['document']>['delivery'];
  readonly time: TimeText;
}

/** Chain from the schedule to the people: rule, function, queues, mail, pager, alarms. */
export function Delivery({ delivery, time }: DeliveryProps) {
  const { verdict, reasons, notes, nextCommand } = delivery;
  return (
    <section class="delivery" data-verdict={verdict} aria-labelledby="delivery-title">
      <h2 id="delivery-title">
        <Mark verdict={verdict} />
        delivery
      </h2>
      <ol class="chain" aria-label="Links of the delivery">
        {deliveryParts(delivery).map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ol>
      <Findings {...{ reasons, notes, nextCommand, time }} />
    </section>
  );
}
