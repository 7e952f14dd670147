import type { AlarmsWidget } from '../../api/dashboard';
import { commonPrefix } from '../../drawing/dashboard/common-prefix';
import { timeText } from '../../drawing/dashboard/ticks';
import { STATES, VERDICTS } from '../alarms/alarm-signs';
import { Mark } from '../parts/mark';

interface AlarmsContentProps {
  readonly widget: AlarmsWidget;
  readonly timeZone: string;
}

/** States of alarms in the order of the deployed widget. */
export function AlarmsContent({ widget, timeZone }: AlarmsContentProps) {
  if (widget.alarms.length === 0) return <p class="quiet">None of its alarms is in a state that it shows.</p>;
  // Names of a deployment begin alike: what tells them apart is shown, and the whole is spoken.
  const prefix = commonPrefix(widget.alarms.map(({ name }) => name));
  return (
    <ul class="alarm-states">
      {widget.alarms.map(({ name, state, reason, since }) => (
        <li key={name}>
          <Mark verdict={state === null ? 'unknown' : VERDICTS[state]} isWordElsewhere={true} />
          <span class="alarm-name" title={name}>
            {prefix === '' ? null : <span class="spoken">{prefix}</span>}
            {name.slice(prefix.length)}
          </span>
          <span class="quiet">
            {state === null ? reason : STATES[state]}
            {since === null ? null : (
              <>
                {' since '}
                <time dateTime={since}>{timeText(Date.parse(since) / 1000, timeZone)}</time>
              </>
            )}
          </span>
          {state === 'ALARM' ? <span class="alarm-reason quiet">{reason}</span> : null}
        </li>
      ))}
    </ul>
  );
}
