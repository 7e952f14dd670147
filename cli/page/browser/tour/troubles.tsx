import type { Alarm } from '../../api/alarms';
import type { SentMail } from '../../api/mails';
import type { Trouble } from '../../api/troubles';
import { situationIn } from './situation-in';
import { TroubleItem } from './trouble-item';

interface TroublesProps {
  readonly troubles: readonly Trouble[];
  readonly application: string;
  /** All applications of the deployment. */
  readonly names: readonly string[];
  readonly alarms: readonly Alarm[];
  readonly mails: readonly SentMail[];
}

/** Troubles that the local cloud can make, each with its buttons and the signs to wait for. */
export function Troubles({ troubles, application, names, alarms, mails }: TroublesProps) {
  return (
    <section aria-labelledby="troubles-title">
      <div class="section-head">
        <h2 id="troubles-title">Make trouble, and mend it</h2>
        <p role="status">
          {troublesText(troubles.map((each) => ({ title: each.title, ...situationIn(each, application) })))}
        </p>
      </div>
      <ul class="troubles">
        {troubles.map((trouble) => (
          <TroubleItem key={trouble.id} {...{ trouble, application, names, alarms, mails }} />
        ))}
      </ul>
    </section>
  );
}

/** Words on which troubles there are now. */
export function troublesText(troubles: readonly Pick<Trouble, 'state' | 'title'>[]): string {
  const there = troubles.filter(({ state }) => state !== 'absent').map(({ title }) => title);
  return there.length === 0 ? 'Nothing is broken on purpose.' : `Broken on purpose now: ${there.join(', ')}.`;
}
