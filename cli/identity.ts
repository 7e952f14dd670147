import { setTimeout as sleep } from 'node:timers/promises';
import { lookingIn } from './answer-time';

/** Account and person that the credentials belong to. */
export interface Identity {
  readonly accountId: string;
  /** `ada`, or `ada (Admin)` in a role. */
  readonly name: string;
}

/** Time after which the first line goes without the identity: it must not delay anybody. */
const PATIENCE_MS = 1000;

/** Identity of the credentials in use, by STS GetCallerIdentity, which needs no right; undefined if nobody answers in time. */
export async function callerIdentity(region: string | undefined): Promise<Identity | undefined> {
  const late = sleep(PATIENCE_MS, undefined, { ref: false });
  return Promise.race([late, askSts(region).catch(() => undefined)]);
}

async function askSts(region: string | undefined): Promise<Identity | undefined> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ maxAttempts: 1, ...lookingIn(region) });
  const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
  return Account && Arn ? { accountId: Account, name: personOf(Arn) } : undefined;
}

/**
 * Person in the ARN of a caller (IAM user guide, "IAM ARNs"): `…:user/team/ada` is ada, `…:assumed-role/Admin/ada` is
 * ada (Admin), `…:root` is root.
 */
export function personOf(arn: string): string {
  const [kind = '', ...path] = arn.split(':').slice(5).join(':').split('/');
  const last = path.at(-1) ?? kind;
  return kind === 'assumed-role' && path.length > 1 ? `${last} (${path[0]})` : last;
}
