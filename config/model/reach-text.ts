import type { SteadyState } from './steady-state';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Text for how far back a restore can go once the retention is filled: `back 90 minutes, with 10 snapshots`. */
export function reachText({ kept, reachMs, isSteady }: SteadyState): string {
  const snapshots = `${kept} ${kept === 1 ? 'snapshot' : 'snapshots'}`;
  if (!isSteady) return `back to the first snapshot; after a year with ${snapshots}`;
  return `back ${timeText(reachMs)}, with ${snapshots}`;
}

/** Duration rounded down, in the largest unit of which there are at least two, so that it never promises too much. */
export function timeText(ms: number): string {
  const units = [
    { name: 'days', ms: DAY_MS },
    { name: 'hours', ms: HOUR_MS },
  ];
  const unit = units.find((each) => ms >= 2 * each.ms);
  return unit ? `${Math.floor(ms / unit.ms)} ${unit.name}` : `${Math.floor(ms / MINUTE_MS)} minutes`;
}
