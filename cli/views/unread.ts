import { describeTrouble } from '../../tools/aws-trouble';

/** Parts that could not be read, each with its reason. One that fails hides no other. */
export class Unread {
  private readonly becauses = new Map<string, string[]>();
  private readonly others: string[] = [];

  /** Reads one part; undefined when that fails. */
  async attempt<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      const because = reasonOf(error);
      this.becauses.set(because, [...(this.becauses.get(because) ?? []), what]);
      return undefined;
    }
  }

  /** Adds a sentence of another kind. */
  add(sentence: string): void {
    this.others.push(sentence);
  }

  /** Sentences, one for each reason: a table that is not reached is told once. */
  sentences(): readonly string[] {
    return [
      ...this.others,
      ...[...this.becauses].map(([because, parts]) => `Not known: ${parts.toSorted().join(', ')}. ${because}`),
    ];
  }
}

function reasonOf(error: unknown): string {
  const trouble = describeTrouble(error);
  if (trouble !== undefined) return trouble;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
