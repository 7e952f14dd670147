import type { TimeText } from '../../../status/words';
import type { Alarm, AlarmChange } from '../../api/alarms';
import { CopyCommand } from '../parts/copy-command';
import { Mark } from '../parts/mark';
import { STATES, VERDICTS } from './alarm-signs';
import { Runbook } from './runbook';

interface AlarmItemProps {
  readonly alarm: Alarm;
  /** Changes of this alarm, newest first; `null`: not read. */
  readonly changes: readonly AlarmChange[] | null;
  /** Time before which changes were not read; `null`: all were. */
  readonly changesSince: string | null;
  readonly time: TimeText;
}

/** Alarm in one line; open, all that is known about it. One in ALARM is open from the beginning. */
export function AlarmItem({ alarm, changes, changesSince, time }: AlarmItemProps) {
  const { name, id, application, state, since, isUrgent, isWired } = alarm;
  return (
    <li>
      <details class="alarm" data-verdict={VERDICTS[state]} data-alarm={name} open={state === 'ALARM'}>
        <summary>
          <Mark verdict={VERDICTS[state]} isWordElsewhere={true} />
          <strong>{id}</strong>
          <span>{application ?? 'deployment'}</span>
          <span>
            {STATES[state]}
            {since === null ? '' : ` since ${time(new Date(since))}`}
          </span>
          <span class="quiet">{[isUrgent ? 'urgent' : '', isWired ? '' : 'actions are off'].join(' ')}</span>
        </summary>
        <AlarmFacts {...{ alarm, changes, changesSince, time }} />
      </details>
    </li>
  );
}

function AlarmFacts({ alarm, changes, changesSince, time }: AlarmItemProps) {
  const { id, name, reason, meaning, runbook, nextCommand } = alarm;
  return (
    <div class="alarm-facts">
      <p>{meaning}</p>
      <dl>
        <dt>Name</dt>
        <dd class="mono">{name}</dd>
        <dt>Reason of its state</dt>
        <dd>{reason ?? 'none is given'}</dd>
        <dt>Notifies</dt>
        <dd>{notifiesText(alarm)}</dd>
        <dt>Changes of the last week</dt>
        <dd>
          <Changes {...{ changes, changesSince, time }} />
        </dd>
      </dl>
      {nextCommand === null ? null : <CopyCommand line={nextCommand} />}
      <Runbook id={id} address={runbook} />
    </div>
  );
}

/** Topics of the alarm, else who else tells of it. */
function notifiesText({ notifies, notifiedBy, isMailedByManager }: Alarm): string {
  if (notifies.length > 0) return notifies.map((arn) => arn.split(':').at(-1)).join(', ');
  if (notifiedBy.length > 0) return `nobody by itself: ${notifiedBy.join(', ')} notifies for it`;
  if (isMailedByManager) return 'nobody by itself: the snapshot manager mails what happened, with the reason';
  return 'nobody by itself: it shows on the page and the dashboard';
}

function Changes({ changes, changesSince, time }: Omit<AlarmItemProps, 'alarm'>) {
  if (changes === null) return <>could not be read</>;
  const older = changesSince === null ? '' : `before ${time(new Date(changesSince))}: not read`;
  if (changes.length === 0) return older === '' ? <>none</> : <>{older}; since then none</>;
  return (
    <ol class="figures">
      {changes.map(({ at, from, to }) => (
        <li key={`${at} ${to}`}>
          <time dateTime={at}>{time(new Date(at))}</time> {from === null ? '' : `${STATES[from]} → `}
          {STATES[to]}
        </li>
      ))}
      {older === '' ? null : <li>{older}</li>}
    </ol>
  );
}
