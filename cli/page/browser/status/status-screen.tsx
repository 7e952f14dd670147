import type { StatusReading } from '../../api/common';
import { localSentence } from '../parts/sentence';
import { useTimes } from '../shell/place-context';
import { Applications } from './applications';
import { ColumnKey } from './column-key';
import { Delivery } from './delivery';

/** Every application with its verdict and figures, and the delivery chain, as `kda status` answers. */
export function StatusScreen({ status }: { readonly status: StatusReading | undefined }) {
  const found = status?.document;
  const time = useTimes(found?.at);
  if (!found) {
    return (
      <p class="waiting quiet">
        {status?.problem ? 'There is no answer yet.' : 'Reading applications, snapshots, audit and alarms …'}
      </p>
    );
  }
  return (
    <>
      <Applications applications={found.applications} time={time} />
      <Delivery delivery={found.delivery} time={time} />
      <ColumnKey />
      {found.unread.length === 0 ? null : (
        <section aria-labelledby="unread-title">
          <h2 id="unread-title">Not read</h2>
          <ul class="unread">
            {found.unread.map((sentence) => (
              <li key={sentence}>{localSentence(sentence, time)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
