import { useContext } from 'preact/hooks';
import type { CommandRequest } from '../../api/activities';
import type { HistoryDocument, SnapshotsDocument } from '../../api/runs';
import { PlaceContext, useTimes } from '../shell/place-context';
import { STEP_TEXTS } from './step-texts';
import { snapshotBefore } from './tour-world';
import { timeOfInput, zonedInput } from './zoned-input';

/** Time to go back to as a person typed it. It stays while other steps are open. */
export interface GoingBack {
  readonly typed?: string | undefined;
  /** What was typed when the restore began. */
  readonly wentTo?: string | undefined;
}

interface GoBackProps {
  readonly application: string;
  readonly snapshots: readonly SnapshotsDocument['snapshots'][number][];
  readonly proposed: Date | undefined;
  /** Restore that this step ended with; undefined: none, or it did not go back far enough. */
  readonly restored: HistoryDocument['rows'][number] | undefined;
  readonly isStillWrong: boolean;
  readonly going: GoingBack;
  readonly onGoing: (going: GoingBack) => void;
  readonly isBusy: boolean;
  readonly onRun: (request: CommandRequest) => void;
}

/** Time to go back to, the snapshot that it means, and the button. */
export function GoBack({
  application,
  snapshots,
  proposed,
  restored,
  isStillWrong,
  going,
  onGoing,
  isBusy,
  onRun,
}: GoBackProps) {
  const zone = useContext(PlaceContext)?.timeZone;
  const value = going.typed ?? (proposed ? zonedInput(proposed, zone) : '');
  // A clock may show the proposed time twice: untouched, it is itself.
  const isProposed = proposed !== undefined && value === zonedInput(proposed, zone);
  const before = isProposed ? proposed : timeOfInput(value, zone);
  const target = before && snapshotBefore(snapshots, before);
  const restore = (dryRun: boolean) => {
    if (before === undefined) return;
    // The field keeps what was asked for: what is proposed changes once the trouble is gone.
    onGoing({ typed: value, wentTo: dryRun ? going.wentTo : value });
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
            type="text"
            size={19}
            value={value}
            onInput={({ currentTarget }) => onGoing({ ...going, typed: currentTarget.value })}
          />
        </label>
        <button type="button" class="primary" disabled={target === undefined || isBusy} onClick={() => restore(false)}>
          {STEP_TEXTS['go-back'].button}
        </button>
        <button type="button" disabled={target === undefined || isBusy} onClick={() => restore(true)}>
          Show the plan only
        </button>
      </p>
      {restored?.restoredFrom && (going.typed === undefined || going.typed === going.wentTo) ? (
        <RestoredText row={restored} />
      ) : (
        <TargetText {...{ before, target }} />
      )}
    </div>
  );
}

function RestoredText({ row: { restoredFrom, snapshotCreatedAt } }: { readonly row: HistoryDocument['rows'][number] }) {
  const time = useTimes();
  return (
    <p role="status">
      Restored: <code>{restoredFrom}</code>
      {snapshotCreatedAt ? (
        <>
          {' '}
          of <time dateTime={snapshotCreatedAt}>{time(new Date(snapshotCreatedAt))}</time>
        </>
      ) : null}
    </p>
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
      {before === undefined ? 'Enter a date and a time, such as 2026-11-30 00:50:01.' : null}
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
