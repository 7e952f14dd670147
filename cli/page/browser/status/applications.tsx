import { useState } from 'preact/hooks';
import { COLUMNS, type TimeText } from '../../../status/words';
import type { StatusReading } from '../../api/common';
import { ApplicationRow, FIGURE_NAMES } from './application-row';
import { filtered, inOrder } from './in-order';

interface ApplicationsProps {
  readonly applications: NonNullable<StatusReading['document']>['applications'];
  readonly time: TimeText;
}

/** Number of applications from which they can be filtered. */
const MANY = 6;

/** All applications, those that are not safe first. */
export function Applications({ applications, time }: ApplicationsProps) {
  const [filter, setFilter] = useState('');
  const shown = inOrder(filtered(applications, filter));
  return (
    <section aria-labelledby="applications-title">
      <div class="section-head">
        <h2 id="applications-title">Applications</h2>
        {applications.length < MANY ? null : (
          <label>
            Filter
            <input
              type="search"
              value={filter}
              placeholder="name, state, verdict or reason"
              onInput={({ currentTarget }) => setFilter(currentTarget.value)}
            />
          </label>
        )}
        <p class="quiet" role="status">
          {filter === '' ? '' : `${shown.length} of ${applications.length} shown`}
        </p>
      </div>
      <div class="applications">
        <div class="applications-head quiet" aria-hidden="true">
          <span>{COLUMNS.name}</span>
          {FIGURE_NAMES.map(([figure, title]) => (
            <span key={figure}>{title}</span>
          ))}
        </div>
        <ol>
          {shown.map((application) => (
            <ApplicationRow key={application.name} {...{ application, time }} />
          ))}
        </ol>
      </div>
    </section>
  );
}
