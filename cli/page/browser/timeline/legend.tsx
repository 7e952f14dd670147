import { LEGEND, MARK_LEGEND, svgPathOf } from '../../drawing/timeline/legend';
import type { Look } from '../../drawing/timeline/looks';
import { STROKED } from '../../drawing/timeline/shapes';

/** Strips below and behind the points, by the name of their class. */
const STRIPS = [
  ['kept', 'newest good snapshot within the objective'],
  ['exceeded', 'older than the objective'],
  ['unknown', 'not known: no good snapshot yet'],
  ['gap', 'gap between snapshots'],
  ['stopped', 'not seen running'],
  ['frozen', 'frozen'],
  ['quiet', 'quiet hours: no snapshot is wanted'],
  ['due', 'right of the line: a snapshot is due'],
  ['drill', 'right of the line: window of the next drill'],
] as const;

/** Meanings of the shapes. */
export function Legend() {
  return (
    <ul class="timeline-legend" aria-label="Legend">
      {LEGEND.map(({ look, text }) => (
        <li key={text}>
          <Sign look={look} />
          {text}
        </li>
      ))}
      {MARK_LEGEND.map(({ text, tone, path }) => (
        <li key={text}>
          <svg class={`timeline-sign timeline-${tone}`} viewBox="-8 -8 16 16" aria-hidden="true">
            <path d={path} class="timeline-stroke" />
          </svg>
          {text}
        </li>
      ))}
      {STRIPS.map(([name, text]) => (
        <li key={name}>
          <span class={`timeline-strip timeline-strip-${name}`} />
          {text}
        </li>
      ))}
    </ul>
  );
}

function Sign({ look }: { readonly look: Look }) {
  const isStroke = STROKED.has(look.shape) || !look.isFilled;
  return (
    <svg class={`timeline-sign timeline-${look.tone}`} viewBox="-8 -8 16 16" aria-hidden="true">
      <path d={svgPathOf(look)} class={isStroke ? 'timeline-stroke' : 'timeline-fill'} />
    </svg>
  );
}
