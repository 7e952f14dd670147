import { COLUMNS, figuresOf, type TimeText } from '../../../status/words';
import type { StatusReading } from '../../api/common';
import { Mark } from '../parts/mark';
import { AgeMeter } from './age-meter';
import { Findings } from './findings';

type Application = NonNullable<StatusReading['document']>['applications'][number];

interface ApplicationRowProps {
  readonly application: Application;
  readonly time: TimeText;
}

const { name: _name, ...FIGURES } = COLUMNS;
type Figure = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.entries(FIGURES) as readonly (readonly [Figure, string])[];

/** Application with its verdict, its figures as `kda status` writes them, and what is not well. */
export function ApplicationRow({ application, time }: ApplicationRowProps) {
  const { name, verdict, status, reasons, notes, nextCommand } = application;
  const isOnPurpose = verdict === 'on-purpose';
  return (
    <li class="application" data-verdict={verdict}>
      <h3>
        <Mark verdict={verdict} />
        {name}
      </h3>
      {isOnPurpose ? (
        <p class="stopped">
          {status} <span class="quiet">{reasons.join(' ')}</span>
        </p>
      ) : (
        <Figures application={application} time={time} />
      )}
      <Findings {...{ notes, nextCommand, time }} reasons={isOnPurpose ? [] : reasons} />
    </li>
  );
}

function Figures({ application, time }: ApplicationRowProps) {
  const figures = figuresOf(application, time);
  const { name, newestGood, objectiveSeconds, verdict } = application;
  return (
    <dl class="figures">
      {FIGURE_NAMES.map(([figure, title]) => (
        <div key={figure} data-figure={figure}>
          <dt>{title}</dt>
          <dd>
            {figure === 'age' ? (
              <AgeMeter
                application={name}
                ageSeconds={newestGood?.ageSeconds}
                objectiveSeconds={objectiveSeconds}
                isSafe={verdict === 'safe'}
                text={figures.age}
              />
            ) : (
              figures[figure]
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
