import { userInfo } from 'node:os';
import { UsageError } from '../tools/command';

/** Name of the user: USER, else the system's name. Containers and cron have no USER, some not even a name. */
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

/**
 * Person who makes the request: the named one, else the user.
 *
 * @throws UsageError when there is neither.
 */
export function readPerson(who: string | undefined, user: string | undefined): string {
  const person = who || user;
  if (person) return person;
  throw new UsageError('The user of this machine has no name, but the audit table needs one. Add --who NAME.');
}
