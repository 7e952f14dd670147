import { ManagerError } from './manager';

/**
 * Answer of the manager about marks; `undefined` when it is older than they are: then it refuses the request's action.
 *
 * @throws ManagerError for every other refusal.
 */
export async function marksUnlessOlder(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ManagerError && error.isRefusal && error.message.includes('action is "marks"'))
      return undefined;
    throw error;
  }
}
