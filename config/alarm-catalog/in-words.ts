import { type AlarmDefinition, MINUTE_SECONDS } from './alarm-definition';

const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['Percent', ' %'],
  ['Seconds', ' s'],
  ['Minutes', ' minutes'],
  ['Days', ' days'],
  ['Megabytes', ' MB'],
  ['Count', ''],
];

/** Figure with the unit at the end of its setting's name: `abovePercent`, 80 → `80 %`. */
export function withUnit(setting: string | undefined, value: number): string {
  const unit = UNITS.find(([ending]) => setting?.endsWith(ending))?.[1] ?? '';
  return `${value}${unit}`;
}

/** Default condition of an alarm in words, for the settings. */
export function inWords({ threshold, options = {}, period, periods, urgency }: AlarmDefinition): string {
  const { fires, setting, value, from } = threshold;
  const limit = typeof value === 'number' ? withUnit(setting, value) : from;
  const more = Object.entries(options).map(([name, option]) => `, ${name} ${option.value}`);
  const when = `${periods.breaching} of ${periods.of} ${periods.of === 1 ? 'period' : 'periods'} of ${lengthInWords(period)}`;
  return `Default: ${fires} ${limit}${more.join('')} in ${when}.${urgency === 'now' ? ' Urgent.' : ''}`;
}

function lengthInWords(period: AlarmDefinition['period']): string {
  if (period === 'schedule') return 'the schedule';
  if (typeof period !== 'number') return period.from;
  return period === MINUTE_SECONDS ? 'a minute' : `${period / MINUTE_SECONDS} minutes`;
}
