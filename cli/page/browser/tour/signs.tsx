import { duration } from '../../../times';
import type { Alarm } from '../../api/alarms';
import type { SentMail } from '../../api/mails';
import type { Trouble, TroubleSituation } from '../../api/troubles';
import { STATES, VERDICTS } from '../alarms/alarm-signs';
import { Mark } from '../parts/mark';
import { useTimes } from '../shell/place-context';

interface SignsProps {
  readonly expect: Trouble['expect'];
  readonly now: TroubleSituation;
  readonly application: string;
  /** All applications of the deployment. */
  readonly names: readonly string[];
  readonly alarms: readonly Alarm[];
  readonly mails: readonly SentMail[];
}

/** Alarms and mails to wait for, and, once the trouble is there, which of them came. */
export function Signs({ expect, now, application, names, alarms, mails }: SignsProps) {
  const time = useTimes();
  const { since } = now;
  const came = since === null ? [] : mails.filter(({ at }) => Date.parse(at) >= Date.parse(since));
  return (
    <div class="signs">
      <p>Alarms and mails to wait for:</p>
      <div role="status">
        <ul aria-label="Alarms to wait for">
          {expect.alarms.map((id) => (
            <li key={id}>
              <AlarmSign id={id} alarm={alarmOf(id, { application, names }, alarms)} />
            </li>
          ))}
        </ul>
      </div>
      <p class="quiet">
        {expect.mails}
        {expect.after > 0 ? ` The first alarm usually fires after ${duration(expect.after)}.` : ''}
      </p>
      <div role="status">
        {since === null ? null : (
          <ul aria-label="Mails since it began">
            {came.map(({ number, at, subject }) => (
              <li key={number}>
                ✉ <time dateTime={at}>{time(new Date(at))}</time> <a href="#/alarms">{subject}</a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function AlarmSign({ id, alarm }: { readonly id: string; readonly alarm: Alarm | undefined }) {
  if (alarm === undefined) return <>{id}: not deployed</>;
  return (
    <>
      <Mark verdict={VERDICTS[alarm.state]} isWordElsewhere={true} /> <a href="#/alarms">{id}</a> {STATES[alarm.state]}
    </>
  );
}

/** Alarm of an id, the gravest: that of the application, else one that is of no application. */
export function alarmOf(
  id: string,
  { application, names }: Pick<SignsProps, 'application' | 'names'>,
  alarms: readonly Alarm[],
): Alarm | undefined {
  const named = alarms.filter((alarm) => alarm.id === id);
  // Alarms of the function and of the queues name these where others name an application.
  const isOfTheDeployment = (alarm: Alarm) => alarm.application === null || !names.includes(alarm.application);
  return named.find((alarm) => alarm.application === application) ?? named.find(isOfTheDeployment);
}
