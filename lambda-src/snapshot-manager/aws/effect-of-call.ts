import { KinesisAnalyticsV2ServiceException } from '@aws-sdk/client-kinesis-analytics-v2';

type Next<Args, Output> = (args: Args) => Promise<Output>;

/** Command of the SDK. */
interface WatchableCommand {
  readonly middlewareStack: {
    add(
      middleware: <Args, Output>(next: Next<Args, Output>) => Next<Args, Output>,
      options: { readonly step: 'finalizeRequest'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

/**
 * Watches the attempts of a call: if the answer to one is lost, the SDK retries, and the next answer does not say what the
 * first attempt did.
 *
 * @returns false while each attempt was refused: the call had no effect, for certain.
 */
export function mayTakeEffect(command: WatchableCommand): () => boolean {
  let isOpen = false;
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (!isRefusal(error)) isOpen = true;
        throw error;
      }
    },
    // Runs within the SDK's retries, which are at this step with high priority.
    { step: 'finalizeRequest', priority: 'low', name: 'effectOfEachAttempt' },
  );
  return () => isOpen;
}

/** True for an error that certainly means "not done". Service errors (5xx) leave that open. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof KinesisAnalyticsV2ServiceException)) return false;
  const { httpStatusCode = 0 } = error.$metadata;
  return httpStatusCode >= 400 && httpStatusCode < 500 && httpStatusCode !== REQUEST_TIMEOUT;
}

/** The only client error that a request may get which still takes effect. */
const REQUEST_TIMEOUT = 408;
