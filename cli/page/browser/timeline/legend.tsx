import { LEGEND, svgPathOf } from '../../drawing/timeline/legend';
import type { Look } from '../../drawing/timeline/looks';
import { STROKED } from '../../drawing/timeline/shapes';

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
      <li>
        <span class="timeline-strip timeline-strip-exceeded" />
        older than the objective
      </li>
      <li>
        <span class="timeline-strip timeline-strip-stopped" />
        not running
      </li>
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
