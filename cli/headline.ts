import type { Deployment } from './deployment';
import type { Identity } from './identity';
import { zonedTime } from './times';

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
  return [which(deployment), region, ...account, zonedTime(now, timeZone)].join(' · ');
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
