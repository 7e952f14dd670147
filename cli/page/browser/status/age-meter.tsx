interface AgeMeterProps {
  readonly application: string;
  readonly ageSeconds: number | undefined;
  readonly objectiveSeconds: number;
  /** True: the objective is kept, also with an age above it, which quiet hours then explain. */
  readonly isSafe: boolean;
  /** Both in words: `12/30 min`. */
  readonly text: string;
}

/** Objectives that the bar is long: the objective stands in its middle. */
const OBJECTIVES = 2;

/** Age of the newest good snapshot against its objective, as a bar with a line at the objective. */
export function AgeMeter({ application, ageSeconds, objectiveSeconds, isSafe, text }: AgeMeterProps) {
  const share = shareOf(ageSeconds, objectiveSeconds);
  const isLate = !isSafe && (ageSeconds === undefined || ageSeconds > objectiveSeconds);
  return (
    <span class="age-meter" data-late={isLate}>
      <meter
        class="spoken"
        aria-label={`age of the newest good snapshot of ${application}`}
        aria-valuetext={text}
        max={objectiveSeconds * OBJECTIVES}
        high={objectiveSeconds}
        value={ageSeconds ?? objectiveSeconds * OBJECTIVES}
      />
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="10" />
        <rect class="age" width={share} height="10" />
        <line class="objective" x1="50" x2="50" y1="0" y2="10" vector-effect="non-scaling-stroke" />
      </svg>
      <span aria-hidden="true">{text}</span>
    </span>
  );
}

/** Part of the bar that the age fills, from 0 to 100; without a snapshot all of it. */
export function shareOf(ageSeconds: number | undefined, objectiveSeconds: number): number {
  const share = ageSeconds === undefined ? 1 : ageSeconds / (objectiveSeconds * OBJECTIVES);
  return Math.round(Math.min(1, share) * 1000) / 10;
}
