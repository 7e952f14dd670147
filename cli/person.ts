import { userInfo } from 'node:os';
import { UsageError } from '../tools/command';

/** Who is at work: USER, else what the system calls this user. Containers and cron have no USER, some not even a name. */
export function thisUser(
  environment: NodeJS.ProcessEnv = process.env,
  systemUser: () => string = () => userInfo().username,
): string | undefined {
  if (environment.USER) return environment.USER;
  try {
    return systemUser() || undefined;
  } catch {
    return undefined;
  }
}

/** Who asks: the person named, else the user. @throws UsageError when there is neither. */
export function readPerson(who: string | undefined, user: string | undefined): string {
  const person = who || user;
  if (person) return person;
  throw new UsageError('This machine has no name for its user, and the audit records who asked. Add --who NAME.');
}
