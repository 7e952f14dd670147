import { useContext } from 'preact/hooks';
import type { CommandRequest } from '../../api/activities';
import type { LogsDocument } from '../../api/logs';
import { Problem } from '../parts/problem';
import { useAsk } from '../parts/use-ask';
import { clockIn } from '../runs/clock-time';
import { LogLines } from '../runs/logs';
import { read } from '../server';
import { PlaceContext } from '../shell/place-context';
import { jumpFor, jumpTexts } from './counted-users';
import { GoBack, type GoingBack } from './go-back';
import { STEP_TEXTS } from './step-texts';
import {
  logQuery,
  proposedTime,
  type StepId,
  type StepState,
  TOUR_REASON,
  type Tour,
  type TourWorld,
} from './tour-world';

interface StepActionProps {
  readonly id: StepId;
  readonly application: string;
  readonly world: TourWorld;
  readonly tour: Tour;
  readonly isBusy: boolean;
  readonly going: GoingBack;
  readonly onGoing: (going: GoingBack) => void;
  readonly onRun: (request: CommandRequest) => void;
  readonly onBreak: () => void;
}

/** Button of a step, with what has to be chosen before it is pressed. */
export function StepAction(props: StepActionProps) {
  const { id, application, world, tour, isBusy, going, onGoing, onRun } = props;
  const press = (request: CommandRequest) => (
    <button type="button" class={classIn(tour.states[id])} disabled={isBusy} onClick={() => onRun(request)}>
      {STEP_TEXTS[id].button}
    </button>
  );
  switch (id) {
    case 'snapshot':
      if (world.status === 'READY') return <StartFirst {...props} />;
      if (world.status !== 'RUNNING')
        return <p>It is {world.status ?? 'not known'}: a snapshot needs it RUNNING. Wait.</p>;
      return press({ application, command: 'snapshot', why: TOUR_REASON });
    case 'break':
      return <Break {...props} />;
    case 'see':
      return <WithLog {...props} request={{ application, command: 'status' }} />;
    case 'go-back':
      return (
        <GoBack
          {...{
            application,
            snapshots: world.snapshots,
            isStillWrong: tour.isStillWrong,
            isBusy,
            onRun,
            going,
            onGoing,
          }}
          restored={tour.states[id] === 'done' ? tour.restored : undefined}
          proposed={proposedTime(world, tour)}
        />
      );
    case 'prove':
      return <WithLog {...props} request={{ application, command: 'verify', seconds: 20 }} />;
    case 'clean-up':
      if (tour.held === undefined)
        return (
          <p>{tour.states[id] === 'done' ? 'Nothing is left to release.' : 'There is no hold of a restore yet.'}</p>
        );
      return press({ application, command: 'release', ...tour.held });
  }
}

/** Button that breaks, or the reason why it can't. */
function Break({ id, world: { trouble }, tour, isBusy, onBreak }: StepActionProps) {
  const state = trouble?.state ?? 'absent';
  const isUnderWay = state === 'beginning' || state === 'mending';
  return (
    <>
      <p class="actions">
        <button
          type="button"
          class={classIn(tour.states[id])}
          disabled={!trouble?.isPossible || isBusy || isUnderWay}
          onClick={onBreak}
        >
          {isUnderWay ? 'The bad release runs: about 30 s …' : STEP_TEXTS.break.button}
        </button>
        <span role="status">{state === 'present' ? 'The state is corrupt now.' : ''}</span>
      </p>
      <Problem text={trouble?.error} />
      {trouble?.whyNot && state !== 'present' ? (
        <p>{trouble.whyNot} Skip this step: the others work without it.</p>
      ) : null}
      {trouble === undefined ? <p>This local cloud makes no trouble. Skip this step.</p> : null}
    </>
  );
}

/** Command that only reads, with the lines of the job's own log that show the same. */
function WithLog({
  id,
  application,
  request,
  world,
  tour,
  isBusy,
  onRun,
}: StepActionProps & { readonly request: CommandRequest }) {
  const { answer, problem, ask } = useAsk<LogsDocument>();
  const moment = id === 'see' ? world.trouble?.since : tour.restored?.time;
  const look = () => {
    onRun(request);
    const asked = logQuery('users', moment, new Date());
    ask(() => read<LogsDocument>(`/api/logs/${encodeURIComponent(application)}?${asked}`));
  };
  return (
    <>
      <button type="button" class={classIn(tour.states[id])} disabled={isBusy} onClick={look}>
        {STEP_TEXTS[id].button}
      </button>
      <Problem text={problem} />
      {answer ? (
        <>
          <Jumps lines={answer.lines} />
          <LogLines found={answer} marked={jumpFor(id === 'see' ? 'see' : 'prove', answer.lines)?.at} />
        </>
      ) : null}
    </>
  );
}

/** Where the amount of users jumped and went back: hundreds of lines hide it. */
export function Jumps({ lines }: Pick<LogsDocument, 'lines'>) {
  const texts = jumpTexts(lines, clockIn(useContext(PlaceContext)?.timeZone));
  if (texts.length === 0) return null;
  return (
    <ul class="jumps">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** Class of a step's button: of two buttons the next step's stands out once this one is done. */
function classIn(state: StepState): string | undefined {
  return state === 'done' ? undefined : 'primary';
}

/** Way to start an application that is stopped: there is nothing to snapshot yet. */
function StartFirst({ application, world: { snapshots }, isBusy, onRun }: StepActionProps) {
  const isEmpty = snapshots.length === 0;
  return (
    <>
      <p>
        It is stopped: start it first,{' '}
        {isEmpty ? 'with empty state, because it has no snapshot' : 'from its newest snapshot'}.
      </p>
      <button
        type="button"
        class="primary"
        disabled={isBusy}
        onClick={() => onRun({ application, command: 'start', ...(isEmpty ? { isEmpty } : {}) })}
      >
        Start it
      </button>
    </>
  );
}
