import type { Line } from './line';
import { type Pen, paintHatch, type Theme } from './pen';
import { ROW, type Scale, xOf } from './scale';

interface AheadToPaint {
  readonly line: Line;
  readonly theme: Theme;
  readonly ahead: Scale;
}

/** Half of the length of the tick of a due time. */
const TICK = 6;

/** Draws what comes next: a line at now, quiet hours, due times as ticks, and the window of the drill as a frame. */
export function paintAhead(pen: Pen, { line, theme, ahead }: AheadToPaint): void {
  const { left, right } = ahead;
  pen.fillStyle = theme.text;
  pen.fillRect(left - 1, 0, 1, ROW.height);
  for (const { from, to } of line.quiet) {
    if (to <= ahead.from || from >= ahead.to) continue;
    paintHatch(pen, [xOf(ahead, from), xOf(ahead, to)], { theme, top: 0, height: ROW.band.top + ROW.band.height });
  }
  const { due, drill } = line.next;
  pen.strokeStyle = theme.text;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const at of due) {
    // One that has passed since the line was read, or lies further ahead, is none.
    if (at < ahead.from || at > ahead.to) continue;
    const x = xOf(ahead, at);
    pen.moveTo(x, ROW.lanes.runs - TICK);
    pen.lineTo(x, ROW.lanes.runs + TICK);
  }
  const [next] = due;
  if (next !== undefined && next > ahead.to) addBeyond(pen, right, ROW.lanes.runs);
  if (drill && drill.from > ahead.to) addBeyond(pen, right, ROW.lanes.actions);
  pen.stroke();
  if (drill === null || drill.from > ahead.to || drill.to <= ahead.from) return;
  const begin = xOf(ahead, drill.from);
  pen.setLineDash([2, 2]);
  pen.beginPath();
  pen.rect(begin, ROW.lanes.actions - TICK, Math.max(4, xOf(ahead, drill.to) - begin), 2 * TICK);
  pen.stroke();
  pen.setLineDash([]);
}

/** Adds a mark at the right edge: the next one lies beyond it. */
function addBeyond(pen: Pen, right: number, y: number): void {
  pen.moveTo(right - 4, y - 4);
  pen.lineTo(right, y);
  pen.lineTo(right - 4, y + 4);
}
