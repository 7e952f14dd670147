import { setTimeout as sleep } from 'node:timers/promises';
import type { STSClient } from '@aws-sdk/client-sts';
import { lookingIn } from './answer-time';

/** Person or role whose credentials are in use. */
export interface Caller {
  readonly account: string;
  /** AWS partition: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly arn: string;
  /** `ada`, or `ada (Admin)` in a role. */
  readonly name: string;
}

/** Asks whose credentials a client has, by STS GetCallerIdentity, which needs no right. */
export async function readCaller(sts: STSClient): Promise<Caller> {
  // Loaded by whoever asks only.
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const { Account: account = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const [, partition = 'aws'] = arn.split(':');
  return { account, partition, arn, name: personOf(arn) };
}

/** Account and person that the credentials belong to. */
export interface Identity {
  readonly accountId: string;
  /** `ada`, or `ada (Admin)` in a role. */
  readonly name: string;
}

/** Time after which the first line goes without the identity: it must not delay anybody. */
const PATIENCE_MS = 1000;

/** Identity of the credentials in use; undefined if nobody answers in time. */
export async function callerIdentity(region: string | undefined): Promise<Identity | undefined> {
  const late = sleep(PATIENCE_MS, undefined, { ref: false });
  return Promise.race([late, askSts(region).catch(() => undefined)]);
}

async function askSts(region: string | undefined): Promise<Identity | undefined> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { account, arn, name } = await readCaller(new STSClient({ maxAttempts: 1, ...lookingIn(region) }));
  return account && arn ? { accountId: account, name } : undefined;
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
