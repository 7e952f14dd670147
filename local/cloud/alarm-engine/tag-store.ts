import { z } from 'zod';
import { readKeptFile, writeKeptFile } from '../kept-file';

export const tagSchema = z.object({ Key: z.string(), Value: z.string() });
export type Tag = z.infer<typeof tagSchema>;

/** Tags by ARN; kept in a file. */
export interface TagStore {
  list(arn: string): readonly Tag[];
  /** Adds tags, replacing those with the same key. */
  add(arn: string, tags: readonly Tag[]): Promise<void>;
  removeKeys(arn: string, keys: readonly string[]): Promise<void>;
  /** Removes all tags of a resource that is gone. */
  remove(arn: string): Promise<void>;
}

const tagsByArn = z.record(z.string(), z.array(tagSchema));

export async function openTagStore(file: string): Promise<TagStore> {
  const tags = new Map<string, readonly Tag[]>(Object.entries(tagsByArn.parse(await readKeptFile(file))));
  const list = (arn: string): readonly Tag[] => tags.get(arn) ?? [];
  const save = (): Promise<void> => writeKeptFile(file, Object.fromEntries(tags));
  return {
    list,
    add: async (arn, added) => {
      if (added.length === 0) return;
      const others = list(arn).filter((tag) => !added.some((other) => other.Key === tag.Key));
      tags.set(arn, [...others, ...added]);
      await save();
    },
    removeKeys: async (arn, keys) => {
      tags.set(
        arn,
        list(arn).filter((tag) => !keys.includes(tag.Key)),
      );
      await save();
    },
    remove: async (arn) => {
      if (tags.delete(arn)) await save();
    },
  };
}
