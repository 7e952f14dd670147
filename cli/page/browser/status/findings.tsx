import type { TimeText } from '../../../status/words';
import { CopyCommand } from '../parts/copy-command';
import { localSentence } from '../parts/sentence';

interface FindingsProps {
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  readonly nextCommand: string | null;
  readonly time: TimeText;
}

/** Reasons of a verdict, facts beside it, and the command that comes next. */
export function Findings({ reasons, notes, nextCommand, time }: FindingsProps) {
  if (reasons.length + notes.length === 0) return null;
  return (
    <div class="findings">
      <ul>
        {[...reasons, ...notes].map((sentence, index) => (
          <li key={sentence} class={index < reasons.length ? 'reason' : 'quiet'}>
            {localSentence(sentence, time)}
          </li>
        ))}
      </ul>
      {nextCommand === null ? null : <CopyCommand line={nextCommand} />}
    </div>
  );
}
