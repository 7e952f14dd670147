import { useState } from 'preact/hooks';
import type { Activity, CommandRequest } from '../../api/activities';
import { Problem } from '../parts/problem';
import { useAsk } from '../parts/use-ask';
import type { GoingBack } from './go-back';
import { actOnTrouble, runCommand } from './run-command';
import { Step } from './step';
import { StepAction } from './step-action';
import { STEP_TEXTS } from './step-texts';
import { STEPS, type StepId, type TourWorld, tourOf } from './tour-world';
import { CORRUPT } from './use-tour-world';

interface TourProps {
  readonly application: string;
  readonly world: TourWorld;
}

/** Guided tour: snapshot, break, see, go back by time, prove, clean up. The world says how far it is. */
export function Tour({ application, world }: TourProps) {
  const tour = tourOf(world);
  const [chosen, setChosen] = useState<StepId>();
  const { problem, isBusy, ask } = useAsk<object>();
  const [arrived, setArrived] = useState<StepId>();
  const [going, setGoing] = useState<GoingBack & { readonly of?: string | null | undefined }>({});
  const of = tour.begun?.time;
  const open = chosen ?? tour.next;
  const goTo = (id: StepId | undefined) => {
    setChosen(id);
    setArrived(id);
  };
  const act = (question: () => Promise<object>) => {
    setChosen(open);
    ask(question);
  };
  const onRun = (request: CommandRequest) => act(() => runCommand(request));
  const onBreak = () => act(() => actOnTrouble(CORRUPT, 'begin', application));
  const runs = world.activities.some(({ endedAt, onlyReads }) => endedAt === null && !onlyReads);
  return (
    <section class="tour" aria-labelledby="tour-title">
      <div class="section-head">
        <h2 id="tour-title">Guided tour of {application}</h2>
        <p role="status">{tourText(tour)}</p>
      </div>
      <p class="tour-intro">
        Six steps, about five minutes. Everything is real, and on this machine alone. Each step shows the command that
        its button runs.
      </p>
      <Problem text={problem} />
      <ol class="steps">
        {STEPS.map((id, index) => (
          <Step
            key={id}
            {...{
              id,
              number: index + 1,
              state: tour.states[id],
              isOpen: open === id,
              takesFocus: arrived === id && open === id,
            }}
            activity={newestRun(id, world.activities)}
            onOpen={() => setChosen(id)}
            onSkip={nextOf(id) && (() => goTo(nextOf(id)))}
          >
            <StepAction
              {...{ id, application, world, tour, onRun, onBreak }}
              // What was typed in a tour before this one is over with it.
              going={going.of === of ? going : {}}
              onGoing={(next) => setGoing({ ...next, of })}
              isBusy={isBusy || runs}
            />
            {chosen === id && tour.states[id] === 'done' && nextOf(id) ? (
              <button type="button" class="primary" onClick={() => goTo(nextOf(id))}>
                Next: {STEP_TEXTS[nextOf(id) ?? id].title}
              </button>
            ) : null}
          </Step>
        ))}
      </ol>
    </section>
  );
}

function nextOf(id: StepId): StepId | undefined {
  return STEPS[STEPS.indexOf(id) + 1];
}

function newestRun(id: StepId, activities: readonly Activity[]): Activity | undefined {
  return activities.find(({ command }) => STEP_TEXTS[id].commands.includes(command));
}

/** Words on how far the tour is. */
export function tourText({ states, next }: Pick<ReturnType<typeof tourOf>, 'states' | 'next'>): string {
  const done = STEPS.filter((step) => states[step] === 'done').length;
  if (next === undefined) return `${done} of ${STEPS.length} steps done: the tour is over. Step 1 begins it again.`;
  return `${done} of ${STEPS.length} steps done. Next: ${STEP_TEXTS[next].title}.`;
}
