import type { Say } from './progress';

/** Lines of something that goes on while other phases are shown: kept until somebody has a place for them. */
export class News {
  private say: Say | undefined;
  private readonly unsaid: string[] = [];

  tell(line: string): void {
    if (this.say) this.say(line);
    else this.unsaid.push(line);
  }

  /** Says what was not said yet, and all that comes until `end` is settled. */
  async during(end: Promise<void>, say: Say): Promise<void> {
    this.say = say;
    for (const line of this.unsaid.splice(0)) say(line);
    try {
      await end;
    } finally {
      this.say = undefined;
    }
  }
}
