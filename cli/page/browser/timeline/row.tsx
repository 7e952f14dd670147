import { useEffect, useMemo, useRef } from 'preact/hooks';
import { pointClicked, pointNear } from '../../drawing/timeline/hit-test';
import { ROW, type Scale } from '../../drawing/timeline/scale';
import { nextWords, summaryOf, type TimeText } from '../../drawing/timeline/words';
import type { Painter } from './painter';
import type { LoadedLine } from './use-timelines';

interface RowProps {
  readonly application: string;
  readonly row: number;
  readonly loaded: LoadedLine;
  readonly scale: Scale;
  readonly time: TimeText;
  readonly painter: Painter;
  readonly isCurrent: boolean;
  /** Place of the point that is picked in this row. */
  readonly picked: number | undefined;
  readonly onPick: (row: number, index: number) => void;
}

/** Time line of one application. */
export function Row({ application, row, loaded, scale, time, painter, isCurrent, picked, onPick }: RowProps) {
  const { line, problem } = loaded;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : painter.add(canvas.current, row)), [painter, row]);
  useEffect(() => {
    if (isCurrent) canvas.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const near = ({ offsetX, offsetY }: MouseEvent): number | undefined =>
    line && pointNear(line, scale, offsetX, offsetY);
  const summary = useMemo(() => (line ? summaryOf(line) : `${application}: reading`), [line, application]);
  return (
    <div class={`timeline-row${isCurrent ? ' timeline-current' : ''}`}>
      <div class="timeline-name">
        <span>{application}</span>
        {problem === null ? null : <span class="timeline-problem">{problem}</span>}
        {line &&
          nextWords(line, time).map((words) => (
            <span key={words} class="quiet">
              {words}
            </span>
          ))}
        {line?.notes.map((note) => (
          <span key={note} class="quiet">
            {note}
          </span>
        ))}
      </div>
      <canvas
        ref={canvas}
        class="timeline-canvas"
        role="img"
        aria-label={summary}
        style={{ height: `${ROW.height}px` }}
        onMouseMove={(event) => {
          event.currentTarget.style.cursor = near(event) === undefined ? '' : 'pointer';
        }}
        onClick={(event) => {
          const { offsetX: x, offsetY: y } = event;
          const index = line && pointClicked(line, scale, { x, y, picked });
          if (index !== undefined) onPick(row, index);
        }}
      />
    </div>
  );
}
