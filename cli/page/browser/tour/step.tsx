import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Activity } from '../../api/activities';
import { ActivityOutput } from './activity-output';
import { STEP_TEXTS } from './step-texts';
import type { StepId, StepState } from './tour-world';

interface StepProps {
  readonly id: StepId;
  readonly number: number;
  readonly state: StepState;
  readonly isOpen: boolean;
  /** True: a person came here from another step by its button, which is gone. */
  readonly takesFocus: boolean;
  /** Run of its command that belongs to this tour. */
  readonly activity: Activity | undefined;
  readonly onOpen: () => void;
  readonly onSkip: (() => void) | undefined;
  /** What acts, and what it shows. */
  readonly children: ComponentChildren;
}

const STATES = { open: 'to do', done: '✔ done', impossible: '– not possible here' } as const;

/** Step of the tour: its words, its button, what its command printed, and where the page shows it. */
export function Step({ id, number, state, isOpen, takesFocus, activity, onOpen, onSkip, children }: StepProps) {
  const { title, what, why, see } = STEP_TEXTS[id];
  const heading = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <li class="step" data-step={id} data-state={state} aria-current={isOpen ? 'step' : undefined}>
      <h3>
        <button type="button" aria-expanded={isOpen} onClick={onOpen} ref={heading}>
          <span class="step-number" aria-hidden="true">
            {number}
          </span>
          {title} <span class="step-state">{STATES[state]}</span>
        </button>
      </h3>
      {isOpen ? (
        <div class="step-body">
          <p>
            {what} {why}
          </p>
          {children}
          {activity === undefined ? null : <ActivityOutput activity={activity} />}
          <p class="actions">
            <a href={see.hash}>{see.text}</a>
            {onSkip === undefined || state === 'done' ? null : (
              <button type="button" onClick={onSkip}>
                Skip this step
              </button>
            )}
          </p>
        </div>
      ) : null}
    </li>
  );
}
