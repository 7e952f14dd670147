import type { SteadyState } from './steady-state';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNITS = [
  { name: 'day', ms: DAY_MS },
  { name: 'hour', ms: HOUR_MS },
];

/** Text for how far back a restore can go once the retention is filled: `back 90 minutes, with 10 snapshots`. */
export function reachText({ kept, reachMs, isSteady }: SteadyState): string {
  const snapshots = `${kept} ${kept === 1 ? 'snapshot' : 'snapshots'}`;
  if (!isSteady) return `back to the first snapshot; after a year with ${snapshots}`;
  return `back ${timeText(reachMs)}, with ${snapshots}`;
}

/** Duration rounded down, in the largest unit of which there are at least two, so that it never promises too much. */
export function timeText(ms: number): string {
  const unit = UNITS.find((each) => ms >= 2 * each.ms);
  return unit ? countText(Math.floor(ms / unit.ms), unit.name) : countText(Math.floor(ms / MINUTE_MS), 'minute');
}

/** Duration to the minute: `2 hours 45 minutes`, `7 days`. */
export function exactTimeText(ms: number): string {
  const [days, hours, minutes] = [
    Math.floor(ms / DAY_MS),
    Math.floor((ms % DAY_MS) / HOUR_MS),
    Math.floor((ms % HOUR_MS) / MINUTE_MS),
  ];
  const parts = [
    ...(days > 0 ? [countText(days, 'day')] : []),
    ...(hours > 0 ? [countText(hours, 'hour')] : []),
    ...(minutes > 0 ? [countText(minutes, 'minute')] : []),
  ];
  return parts.length === 0 ? '0 minutes' : parts.join(' ');
}

function countText(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
