import { useRef } from 'preact/hooks';
import type { PointRecord } from '../../api/timeline';
import type { Line } from '../../drawing/timeline/line';
import { pointWords, type TimeText } from '../../drawing/timeline/words';
import { CopyCommand } from '../parts/copy-command';
import { fullCommand, useCommandOptions } from '../parts/full-command';
import { ReadAt } from '../parts/read-at';
import { type Records, useRecord } from './use-record';

interface DetailProps {
  readonly line: Line | undefined;
  /** Place of the point in its line. */
  readonly index: number | undefined;
  readonly time: TimeText;
  /** Places of the points that lie over each other with it, itself too. */
  readonly under?: readonly number[];
}

/** Record of the point that is picked, with the command that restores or explains it. Its room stays from the first one on. */
export function Detail({ line, index, time, under = [] }: DetailProps) {
  const isPicked = line !== undefined && index !== undefined && index < line.at.length;
  const hasRoom = useRef(false);
  hasRoom.current ||= isPicked;
  const records = useRecord(
    isPicked
      ? { application: line.application, at: line.at[index] ?? 0, what: line.words[line.word[index] ?? 0] ?? '' }
      : undefined,
  );
  const [record] = records.answer?.records ?? [];
  return (
    <section class="timeline-detail" data-room={hasRoom.current} aria-label="Picked point">
      <p class="timeline-words" role="status">
        {isPicked ? `${line.application}: ${pointWords(line, index, time, record)}${amongText(index, under)}` : ''}
      </p>
      {isPicked ? (
        <Shown records={records} />
      ) : (
        <p class="quiet">Pick a point: its record and the command that restores it stand here.</p>
      )}
    </section>
  );
}

function amongText(index: number, under: readonly number[]): string {
  if (under.length < 2) return '';
  return ` (${under.indexOf(index) + 1} of ${under.length} at this place; click again or press an arrow key for the next)`;
}

function Shown({ records: { answer, problem } }: { readonly records: Records }) {
  if (answer === undefined && problem === undefined) return <p class="quiet">Reading its record …</p>;
  return (
    <>
      {problem === undefined ? null : <p role="alert">{problem}</p>}
      {answer === undefined ? null : (
        <p class="quiet timeline-read">
          <ReadAt at={answer.readAt} />
        </p>
      )}
      {answer?.records.map((record) => (
        <Record key={record.row?.runId ?? record.snapshot?.name} record={record} />
      ))}
    </>
  );
}

function Record({ record: { text, command } }: { readonly record: PointRecord }) {
  const options = useCommandOptions();
  // The words have the same command in a sentence.
  const shown = command === null ? text : text.replaceAll(command, fullCommand(command, options));
  return (
    <>
      {command === null ? null : <CopyCommand line={command} />}
      <section
        class="timeline-record"
        aria-label="Record"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus.
        tabIndex={0}
      >
        <pre>{shown}</pre>
      </section>
    </>
  );
}
