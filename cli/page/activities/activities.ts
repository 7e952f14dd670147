import type { Activities as ActivitiesDocument, Activity, CommandRequest } from '../api/activities';
import { RefusedRequestError } from '../server/routes';
import type { CommandLine } from './command-line';

/** Activities and lines that are kept, and characters of a line. */
const MOST = { kept: 20, lines: 500, characters: 2000, running: 4 } as const;

/** Way in which a command is run. */
export interface RunPorts {
  /** Runs the program to its end. @returns its exit code; `null`: a signal ended it. */
  readonly run: (
    args: readonly string[],
    options: { readonly onLine: (line: string) => void; readonly interrupt: AbortSignal },
  ) => Promise<number | null>;
  readonly now: () => Date;
  /** Told about each line, each begin and each end; `changesState`: documents of AWS may be others now. */
  readonly changed: (changesState: boolean) => void;
}

interface Running {
  readonly activity: { -readonly [Key in keyof Activity]: Activity[Key] } & { readonly lines: string[] };
  readonly line: CommandLine;
  readonly interruption: AbortController;
  ended: Promise<void>;
}

/** Runs of `kda` commands that the page started, the newest of this process. They go on when the page is closed. */
export class Activities {
  private readonly all: Running[] = [];
  private count = 0;

  constructor(private readonly ports: RunPorts) {}

  /** Newest first. */
  document(): ActivitiesDocument {
    return { activities: this.all.map(({ activity }) => ({ ...activity, lines: [...activity.lines] })) };
  }

  /**
   * Starts a command.
   *
   * @throws RefusedRequestError while another one changes the same application, or too many run.
   */
  start({ command, application }: CommandRequest, line: CommandLine): Activity {
    const running = this.all.filter(({ activity }) => activity.endedAt === null);
    const other = running.find((each) => each.activity.application === application && !each.line.onlyReads);
    if (other !== undefined && !line.onlyReads) {
      const { startedAt } = other.activity;
      throw new RefusedRequestError(`"${other.activity.line}" runs since ${startedAt}. Wait until it has ended.`, 409);
    }
    if (running.length >= MOST.running) {
      throw new RefusedRequestError(`${running.length} commands run. Wait until one has ended.`, 409);
    }
    this.count += 1;
    const started: Running = {
      activity: {
        ...{ id: String(this.count), line: line.line, command, application, onlyReads: line.onlyReads },
        ...{ startedAt: this.ports.now().toISOString(), endedAt: null, exitCode: null, lines: [] },
        ifInterrupted: line.left ?? null,
      },
      line,
      interruption: new AbortController(),
      ended: Promise.resolve(),
    };
    this.all.unshift(started);
    this.forgetOldest();
    started.ended = this.run(started);
    return { ...started.activity };
  }

  /** Forgets the oldest that have ended: one that runs keeps its application, and is interrupted at the end. */
  private forgetOldest(): void {
    for (let place = this.all.length - 1; place >= 0 && this.all.length > MOST.kept; place -= 1) {
      if (this.all[place]?.activity.endedAt !== null) this.all.splice(place, 1);
    }
  }

  /** Does what Ctrl-C does. @throws RefusedRequestError for one that is not known, or has ended. */
  interrupt(id: string): Activity {
    const found = this.all.find(({ activity }) => activity.id === id);
    if (found === undefined) throw new RefusedRequestError(`There is no activity ${id}.`, 404);
    if (found.activity.endedAt !== null) throw new RefusedRequestError(`"${found.activity.line}" has ended.`, 409);
    found.interruption.abort();
    return { ...found.activity };
  }

  /**
   * Interrupts what runs, and waits for its end for a short time.
   *
   * @returns sentences on what is left.
   */
  async close(patienceMs: number): Promise<string[]> {
    const running = this.all.filter(({ activity }) => activity.endedAt === null);
    for (const { interruption } of running) interruption.abort();
    const ended = Promise.all(running.map((each) => each.ended));
    const patience = new Promise<void>((end) => setTimeout(end, running.length === 0 ? 0 : patienceMs).unref());
    await Promise.race([ended, patience]);
    return running.map(({ activity, line }) => `"${activity.line}" was interrupted. ${line.left ?? ''}`.trim());
  }

  private async run({ activity, line, interruption }: Running): Promise<void> {
    this.ports.changed(!line.onlyReads);
    const onLine = (text: string) => {
      activity.lines.push(text.slice(0, MOST.characters));
      if (activity.lines.length > MOST.lines) activity.lines.shift();
      this.ports.changed(!line.onlyReads);
    };
    try {
      activity.exitCode = await this.ports.run(line.args, { onLine, interrupt: interruption.signal });
    } catch (error) {
      onLine(error instanceof Error ? error.message : String(error));
    }
    activity.endedAt = this.ports.now().toISOString();
    activity.ifInterrupted = null;
    this.ports.changed(!line.onlyReads);
  }
}
