import { type EndSignal, onEndSignal } from '../tools/end-signals';
import { CommandFailedError, run } from '../tools/processes/run';
import { findTerraform, quietTerraform } from '../tools/terraform';

/** Milliseconds in which two signals are one Ctrl-C: it arrives from the terminal and through npm. */
const SAME_CTRL_C_MS = 1000;

/** Price of killing Terraform, and where the way out is written. */
const KILLED =
  'Do not kill it: a killed Terraform leaves its lock, and forgets what it made since its last write (docs/state.md, "A lock that stays")';

/** Call of Terraform in the folder of a stack. */
export interface TerraformCall {
  readonly stack: string;
  readonly folder: string;
  readonly args: readonly string[];
  /** True if it changes what is deployed: then the first Ctrl-C waits for its end. */
  readonly changes?: boolean;
  readonly onLine?: (line: string) => void;
}

/** End on request, between two calls of Terraform or by an interrupt of one: exit code 130. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/**
 * Terraform in a process group of its own, which no signal to this program ends: killed in the middle it would leave its
 * lock, and lose what it made from its state. The first Ctrl-C or closed terminal waits for a change under way and
 * interrupts any other call; a second one, and SIGTERM, interrupts Terraform itself, which then finishes or cancels the
 * resource under way, writes its state and releases its lock. Nothing here ever kills it.
 */
export class StoppableTerraform {
  private readonly binary: string;
  private readonly stopping = new AbortController();
  private readonly interrupt = new AbortController();
  private running: TerraformCall | undefined;
  private stoppedAt: number | undefined;

  constructor(
    private readonly environment: NodeJS.ProcessEnv,
    private readonly notify: (text: string) => void = console.error,
  ) {
    this.binary = findTerraform(environment).binary;
  }

  /** Aborted by the first request to end; for a question that waits meanwhile. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  get isStopped(): boolean {
    return this.stoppedAt !== undefined;
  }

  /** True if Terraform itself was asked to end. */
  get isInterrupted(): boolean {
    return this.interrupt.signal.aborted;
  }

  /**
   * Runs Terraform to its end.
   *
   * @returns its output, line by line.
   * @throws StoppedError when the end was requested before, or a call that changes nothing was interrupted;
   *   CommandFailedError of Terraform.
   */
  async call(call: TerraformCall): Promise<string[]> {
    if (this.isStopped) throw new StoppedError('Stopped on request.');
    this.running = call;
    try {
      return await run(this.binary, call.args, {
        cwd: call.folder,
        environment: quietTerraform(this.environment),
        interrupt: this.interrupt.signal,
        ...(call.onLine ? { onLine: call.onLine } : {}),
      });
    } catch (cause) {
      if (!this.isInterrupted || call.changes || !(cause instanceof CommandFailedError)) throw cause;
      throw new StoppedError('Stopped on request.', { cause });
    } finally {
      this.running = undefined;
    }
  }

  /** Takes a request to end, and says what it means for the call under way. */
  stop(name: EndSignal, now = Date.now()): void {
    const isFirst = this.stoppedAt === undefined;
    if (this.stoppedAt !== undefined && now - this.stoppedAt < SAME_CTRL_C_MS) return;
    this.stoppedAt = now;
    this.notify(`\n${name}: ${this.ending(isFirst && name !== 'SIGTERM')}`);
    this.stopping.abort();
  }

  /** Decides about the call under way, in words: it is interrupted, unless it `mayFinish`. */
  private ending(mayFinish: boolean): string {
    const { running } = this;
    if (running === undefined) return 'stopping.';
    if (running.changes && mayFinish) {
      return `stopping after the stack ${running.stack}. Terraform continues until then. Press Ctrl-C again to interrupt Terraform itself: the stack is then changed in part, and what was made is recorded.`;
    }
    const verb = this.isInterrupted
      ? 'Terraform was asked to end, and still ends'
      : 'Terraform was asked to end: it ends';
    this.interrupt.abort();
    return `${verb} the ${running.changes ? 'resource' : 'step'} under way, writes its state and releases its lock. That can take minutes. ${KILLED}.`;
  }
}

/** Does work that runs Terraform, with the signals to this program as requests to end it in order. */
export async function withStoppableTerraform<T>(
  environment: NodeJS.ProcessEnv,
  work: (terraform: StoppableTerraform) => Promise<T>,
): Promise<T> {
  const terraform = new StoppableTerraform(environment);
  const endListening = onEndSignal((name) => terraform.stop(name));
  // A closed terminal, or a reader such as head that ended: there is nobody to print for, and Terraform goes on.
  const ignore = () => {};
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignore);
  try {
    return await work(terraform);
  } finally {
    endListening();
  }
}
