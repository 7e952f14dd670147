import type { TimelineArrow } from '../../api/timeline';
import type { Pen, RowToPaint, Theme } from './pen';
import { ROW, xOf } from './scale';

/** Distance in CSS pixels by which a short arrow bows out. */
const BOW = 36;

/**
 * Arrows from a snapshot to the moment at which it was restored, dashed where that is not proven. Those of restores are
 * bows, those of drills have corners.
 */
export function paintArrows(pen: Pen, { line, scale, theme }: RowToPaint): void {
  pen.lineWidth = 1.5;
  for (const arrow of line.arrows) {
    const [left, right] = [xOf(scale, arrow.from), xOf(scale, arrow.to)];
    pen.strokeStyle = colourOf(arrow, theme);
    pen.setLineDash(arrow.verdict === 'proven' ? [] : [4, 3]);
    pen.beginPath();
    pen.moveTo(left, ROW.lanes.runs - ROW.radius);
    const end = ROW.lanes.actions - ROW.radius;
    if (arrow.isDrill) {
      // From a snapshot of a moment before it would be a stroke: it goes around, to the left.
      pen.lineTo(Math.min(left, right - BOW / 2), ROW.arrowTop);
      pen.lineTo(right, ROW.arrowTop);
      pen.lineTo(right, end);
    } else {
      pen.quadraticCurveTo(Math.min((left + right) / 2, right - BOW), 2 * ROW.arrowTop - ROW.lanes.actions, right, end);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
}

function colourOf({ verdict, isDrill }: TimelineArrow, theme: Theme): string {
  if (verdict === 'proven') return theme.good;
  if (verdict === null) return theme.accent;
  return isDrill && verdict === 'not-proven' ? theme.bad : theme.warn;
}
