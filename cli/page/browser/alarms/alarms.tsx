import type { AlarmsReading } from '../../api/alarms';
import { Problem } from '../parts/problem';
import { ReadAt } from '../parts/read-at';
import { localSentence } from '../parts/sentence';
import { Waiting } from '../parts/waiting';
import { useTimes } from '../shell/place-context';
import type { Loaded } from '../use-document';
import { AlarmItem } from './alarm-item';
import { alarmsSummary } from './alarm-signs';

/** All alarms of the deployment, those in ALARM first. */
export function Alarms({ loaded }: { readonly loaded: Loaded<AlarmsReading> }) {
  const found = loaded.document?.document;
  const time = useTimes(found?.at);
  return (
    <section aria-labelledby="alarms-title">
      <div class="section-head">
        <h2 id="alarms-title">Alarms</h2>
        <p role="status">{found ? alarmsSummary(found.alarms) : ''}</p>
        {found ? (
          <span class="quiet">
            <ReadAt at={loaded.document?.readAt} />
          </span>
        ) : null}
      </div>
      {found ? <Problem text={loaded.problem ?? loaded.document?.problem} /> : null}
      {found ? (
        <>
          {found.unread.map((sentence) => (
            <Problem key={sentence} text={localSentence(sentence, time)} />
          ))}
          <ul class="alarms">
            {found.alarms.map((alarm) => (
              <AlarmItem
                key={alarm.name}
                {...{ alarm, time }}
                changesSince={found.changesSince}
                changes={found.changes?.filter(({ name }) => name === alarm.name) ?? null}
              />
            ))}
          </ul>
        </>
      ) : (
        <Waiting loaded={loaded} what="alarms" />
      )}
    </section>
  );
}
