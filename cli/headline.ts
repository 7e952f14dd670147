import type { Deployment } from './deployment';

/** First line of a command: which deployment, where, and the local time by which times are read. */
export function headline(
  deployment: Pick<Deployment, 'name' | 'environment' | 'region' | 'accountId'>,
  now: Date,
  timeZone?: string,
): string {
  const { name, environment, region, accountId } = deployment;
  const account = accountId === undefined ? [] : [accountId.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3')];
  const which = environment === name ? name : `${environment} (${name})`;
  return [which, region, ...account, localTime(now, timeZone)].join(' · ');
}

/** Local time with its zone: `28 Nov 03:02 CET`. Without a zone that of the machine, or TZ. */
function localTime(time: Date, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('day')} ${part('month')} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}
