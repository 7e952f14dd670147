import { useContext, useState } from 'preact/hooks';
import type { CommandRequest } from '../../api/activities';
import type { SnapshotsDocument } from '../../api/runs';
import { PlaceContext, useTimes } from '../shell/place-context';
import { STEP_TEXTS } from './step-texts';
import { snapshotBefore } from './tour-world';
import { timeOfInput, zonedInput } from './zoned-input';

interface GoBackProps {
  readonly application: string;
  readonly snapshots: readonly SnapshotsDocument['snapshots'][number][];
  readonly proposed: Date | undefined;
  readonly isStillWrong: boolean;
  readonly isBusy: boolean;
  readonly onRun: (request: CommandRequest) => void;
}

/** Time to go back to, the snapshot that it means, and the button. */
export function GoBack({ application, snapshots, proposed, isStillWrong, isBusy, onRun }: GoBackProps) {
  const zone = useContext(PlaceContext)?.timeZone;
  const [typed, setTyped] = useState<string>();
  const value = typed ?? (proposed ? zonedInput(proposed, zone) : '');
  const before = timeOfInput(value, zone);
  const target = before && snapshotBefore(snapshots, before);
  const restore = (dryRun: boolean) => {
    if (before === undefined) return;
    const to = { before: before.toISOString() };
    onRun({ application, command: 'restore', to, why: 'its state is wrong since then', ...(dryRun ? { dryRun } : {}) });
  };
  return (
    <div class="go-back">
      {isStillWrong ? (
        <p role="alert">The state is still wrong: that snapshot has the wrong numbers, too. Go back further.</p>
      ) : null}
      <p class="actions">
        <label>
          Time to go back to{zone ? ` (${zone})` : ''}{' '}
          <input
            type="datetime-local"
            step="1"
            value={value}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </label>
        <button type="button" class="primary" disabled={target === undefined || isBusy} onClick={() => restore(false)}>
          {STEP_TEXTS['go-back'].button}
        </button>
        <button type="button" disabled={target === undefined || isBusy} onClick={() => restore(true)}>
          Show the plan only
        </button>
      </p>
      <TargetText {...{ before, target }} />
    </div>
  );
}

interface TargetTextProps {
  readonly before: Date | undefined;
  readonly target: SnapshotsDocument['snapshots'][number] | undefined;
}

function TargetText({ before, target }: TargetTextProps) {
  const time = useTimes();
  return (
    <p role="status">
      {before === undefined ? 'Enter a date and a time.' : null}
      {before && !target ? 'There is no trusted snapshot of that time or before.' : null}
      {target?.createdAt ? (
        <>
          That is <code>{target.name}</code> of{' '}
          <time dateTime={target.createdAt}>{time(new Date(target.createdAt))}</time>
        </>
      ) : null}
    </p>
  );
}
