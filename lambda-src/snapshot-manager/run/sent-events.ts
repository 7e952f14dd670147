/** Ids that an instance remembers: several runs of a fleet. */
const MOST_REMEMBERED = 2_000;

/** Ids of the events that an instance of the function has sent, so that a retry in it does not send them again. */
export class SentEvents {
  private readonly ids = new Set<string>();

  has(id: string): boolean {
    return this.ids.has(id);
  }

  add(id: string): void {
    this.ids.add(id);
    const [oldest] = this.ids;
    if (this.ids.size > MOST_REMEMBERED && oldest !== undefined) this.ids.delete(oldest);
  }
}
