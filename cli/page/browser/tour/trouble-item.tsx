import type { Alarm } from '../../api/alarms';
import type { SentMail } from '../../api/mails';
import type { Trouble, TroubleSituation, TroubleState } from '../../api/troubles';
import { CopyCommand } from '../parts/copy-command';
import { Problem } from '../parts/problem';
import { useAsk } from '../parts/use-ask';
import { actOnTrouble } from './run-command';
import { Signs } from './signs';
import { situationIn } from './situation-in';

interface TroubleItemProps {
  readonly trouble: Trouble;
  readonly application: string;
  /** All applications of the deployment. */
  readonly names: readonly string[];
  readonly alarms: readonly Alarm[];
  readonly mails: readonly SentMail[];
}

const STATES = {
  absent: 'off',
  beginning: 'begins …',
  present: '✖ on',
  mending: 'is being mended …',
  failed: '? its last action failed',
} as const satisfies Record<TroubleState, string>;

/** Trouble with its state, its buttons, and what to wait for. */
export function TroubleItem({ trouble, application, names, alarms, mails }: TroubleItemProps) {
  const { id, title, what, expect, applications } = trouble;
  const now = situationIn(trouble, application);
  const { problem, isBusy, ask } = useAsk<object>();
  const subject = applications === undefined ? undefined : application;
  const act = (which: 'begin' | 'mend') => ask(() => actOnTrouble(id, which, subject));
  return (
    <li class="trouble" data-trouble={id} data-state={now.state}>
      <h3>
        {title}{' '}
        <span class="quiet" role="status">
          {STATES[now.state]}
        </span>
      </h3>
      <p>{what}</p>
      <TroubleButtons {...{ trouble, now, act }} isBusy={isBusy} />
      <Problem text={problem ?? now.error} />
      <Signs {...{ expect, now, application, names, alarms, mails }} />
      <p class="actions">
        What a person would type: <CopyCommand line={now.command} />
      </p>
    </li>
  );
}

interface TroubleButtonsProps {
  readonly trouble: Trouble;
  readonly now: TroubleSituation;
  readonly isBusy: boolean;
  readonly act: (which: 'begin' | 'mend') => void;
}

function TroubleButtons({ trouble: { title, mendTitle, isMendedByCommand }, now, isBusy, act }: TroubleButtonsProps) {
  const isUnderWay = isBusy || now.state === 'beginning' || now.state === 'mending';
  const isThere = now.state === 'present' || now.state === 'failed';
  return (
    <p class="actions">
      <button type="button" disabled={isUnderWay || !now.isPossible} onClick={() => act('begin')}>
        {title}
      </button>
      {isMendedByCommand && now.state !== 'failed' ? (
        <span class="quiet">{mendTitle}: by the command below, or with the tour</span>
      ) : (
        <button type="button" disabled={isUnderWay || !isThere} onClick={() => act('mend')}>
          {mendTitle}
        </button>
      )}
      {now.whyNot && now.state === 'absent' ? <span class="quiet">{now.whyNot}</span> : null}
    </p>
  );
}
