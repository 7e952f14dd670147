import { z } from 'zod';
import { readKeptFile, writeKeptFile } from '../cloud/kept-file';

/** Facts that a begin leaves for the mending, also for another process. */
export interface Memory {
  /** Since when the trouble is there, in ISO 8601. */
  readonly since: string;
  /** Values of properties before; null: there was none. */
  readonly before?: Readonly<Record<string, string | null>>;
}

const memory = z.object({ since: z.string(), before: z.record(z.string(), z.string().nullable()).optional() });

/** Troubles that have begun and were not mended, in a file: whoever began one may be gone. */
export class KeptTroubles {
  /** Changes come one after the other: each reads the file that the one before it wrote. */
  private changing: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {}

  async of(trouble: string, subject: string): Promise<Memory | undefined> {
    const found = memory.safeParse((await readKeptFile(this.file))[keyOf(trouble, subject)]);
    return found.success ? found.data : undefined;
  }

  keep(trouble: string, subject: string, kept: Memory): Promise<void> {
    return this.change((all) => ({ ...all, [keyOf(trouble, subject)]: kept }));
  }

  async forget(trouble: string, subject: string): Promise<void> {
    if ((await this.of(trouble, subject)) === undefined) return;
    await this.change(({ [keyOf(trouble, subject)]: _, ...others }) => others);
  }

  private change(next: (all: Readonly<Record<string, unknown>>) => object): Promise<void> {
    const changed = this.changing.then(async () => writeKeptFile(this.file, next(await readKeptFile(this.file))));
    this.changing = changed.catch(() => undefined);
    return changed;
  }
}

function keyOf(trouble: string, subject: string): string {
  return `${trouble} ${subject}`;
}
