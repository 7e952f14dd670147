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

  constructor(private readonly now: () => Date = () => new Date()) {}

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

  /** The act under way on a subject. */
  actingOn(subject: string): Acting | undefined {
    const all = [...this.acts.values()].filter((each) => each.subject === subject).map(({ acting }) => acting);
    return all.find(({ state }) => state !== 'failed');
  }

  /** Resolves when no act is under way. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.acts.values()].map(({ done }) => done));
  }
}
