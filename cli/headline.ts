import type { Deployment } from './deployment';
import type { Identity } from './identity';

/** Where a command works: a deployment, or a region alone. */
export interface Place {
  readonly deployment?: Pick<Deployment, 'name' | 'environment' | 'accountId'>;
  readonly region: string;
  readonly identity?: Identity;
}

/** First line of a command: which deployment, where, by whom, and the local time by which times are read. */
export function headline({ deployment, region, identity }: Place, now: Date, timeZone?: string): string {
  const accountId = identity?.accountId ?? deployment?.accountId;
  const account = accountId === undefined ? [] : [accountText(accountId, identity)];
  return [which(deployment), region, ...account, localTime(now, timeZone)].join(' · ');
}

function which(deployment: Place['deployment']): string {
  if (deployment === undefined) return 'no deployment';
  const { name, environment } = deployment;
  return environment === name ? name : `${environment} (${name})`;
}

function accountText(accountId: string, identity: Identity | undefined): string {
  const account = accountId.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
  return identity === undefined ? account : `${account} as ${identity.name}`;
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
