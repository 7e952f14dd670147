import type { Say } from './progress';

/** Lines of background work, kept until they can be shown. */
export class News {
  private say: Say | undefined;
  private readonly unsaid: string[] = [];

  tell(line: string): void {
    if (this.say) this.say(line);
    else this.unsaid.push(line);
  }

  /** Shows the lines so far, and all that come until `end` is settled. */
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
