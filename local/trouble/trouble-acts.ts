import { messageOf } from '../../packages/managed-flink/src/errors';

/** An act on a subject: under way, or failed. */
export interface Acting {
  readonly id: string;
  readonly state: 'beginning' | 'mending' | 'failed';
  readonly at: Date;
  readonly error?: string;
}

/** Acts of this process, each of a trouble on a subject. One that succeeded is forgotten; a failed one stays. */
export class TroubleActs {
  private readonly acts = new Map<string, { readonly subject: string; readonly acting: Acting; done: Promise<void> }>();

  /** Acts that are being checked, by subject: while something is awaited, another request may come. */
  private readonly checked = new Map<string, Pick<Acting, 'id' | 'state'>>();

  constructor(private readonly now: () => Date = () => new Date()) {}

  /** Keeps all other acts from a subject until it is disposed of, or the act that then runs has ended. */
  take(id: string, subject: string, state: 'beginning' | 'mending'): Disposable {
    this.checked.set(subject, { id, state });
    return { [Symbol.dispose]: () => this.checked.delete(subject) };
  }

  /** Runs an act in the background. */
  run(id: string, subject: string, state: 'beginning' | 'mending', act: () => Promise<void>): void {
    const key = `${id} ${subject}`;
    const at = this.now();
    const done = act().then(
      () => {
        this.acts.delete(key);
      },
      (error: unknown) => {
        const acting: Acting = { id, state: 'failed', at: this.now(), error: messageOf(error) };
        this.acts.set(key, { subject, acting, done: Promise.resolve() });
      },
    );
    this.acts.set(key, { subject, acting: { id, state, at }, done });
  }

  of(id: string, subject: string): Acting | undefined {
    return this.acts.get(`${id} ${subject}`)?.acting;
  }

  /** The act under way on a subject, or being checked. */
  actingOn(subject: string): Pick<Acting, 'id' | 'state'> | undefined {
    const checked = this.checked.get(subject);
    if (checked !== undefined) return checked;
    const all = [...this.acts.values()].filter((each) => each.subject === subject).map(({ acting }) => acting);
    return all.find(({ state }) => state !== 'failed');
  }

  /** Resolves when no act is under way. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.acts.values()].map(({ done }) => done));
  }
}
