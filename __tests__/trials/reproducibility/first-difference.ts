import { type ArchiveEntry, archiveEntries } from '../../../trials/reproducibility/archive-entries';
import type { Deployable } from '../../../trials/reproducibility/deployables';

/**
 * First difference of two builds that should be equal: the file and the place in it, or undefined. Artifacts come first
 * in the lists: the stacks contain their hashes and would differ too.
 */
export function firstDifference(one: readonly Deployable[], other: readonly Deployable[]): string | undefined {
  const names = one.map(({ name }) => name);
  const missing = names.find((name) => !other.some((file) => file.name === name));
  const added = other.find(({ name }) => !names.includes(name))?.name;
  for (const file of one) {
    const counterpart = other.find(({ name }) => name === file.name);
    if (counterpart && counterpart.sha256 !== file.sha256) {
      return `${file.name} differs: ${describe(file, counterpart)}`;
    }
  }
  if (missing) return `${missing} is only in the first.`;
  return added && `${added} is only in the second.`;
}

function describe(one: Deployable, other: Deployable): string {
  return isArchive(one.bytes) && isArchive(other.bytes)
    ? inArchive(archiveEntries(one.bytes), archiveEntries(other.bytes))
    : inText(one.bytes, other.bytes);
}

/** `PK`, the first two bytes of every zip and JAR. */
function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

const ASPECTS: readonly (keyof ArchiveEntry)[] = ['sha256', 'sizeBytes', 'modified', 'attributes', 'compressedBytes'];

function inArchive(one: readonly ArchiveEntry[], other: readonly ArchiveEntry[]): string {
  for (const [index, entry] of one.entries()) {
    const counterpart = other.find(({ name }) => name === entry.name);
    if (!counterpart) return `its entry ${entry.name} is only in the first.`;
    const aspect = ASPECTS.find((key) => entry[key] !== counterpart[key]);
    if (aspect) {
      return `its entry ${entry.name} has ${aspect} ${entry[aspect]} in the first, ${counterpart[aspect]} in the second.`;
    }
    const there = other[index]?.name;
    if (there !== entry.name) return `its entry ${index + 1} is ${entry.name} in the first, ${there} in the second.`;
  }
  const added = other.find(({ name }) => !one.some((entry) => entry.name === name));
  return added
    ? `its entry ${added.name} is only in the second.`
    : 'its entries are the same, but not the bytes around them (comment, extra fields, compressed form).';
}

/** Long lines are shown from a little before the place at which they part. */
function inText(one: Uint8Array, other: Uint8Array): string {
  const [ours, theirs] = [one, other].map((bytes) => new TextDecoder().decode(bytes).split('\n'));
  const index = (ours ?? []).findIndex((line, at) => line !== theirs?.[at]);
  const line = index < 0 ? (ours?.length ?? 0) : index;
  const [a, b] = [ours?.[line] ?? '(no such line)', theirs?.[line] ?? '(no such line)'];
  const parts = [...a].findIndex((character, at) => character !== b[at]);
  const from = Math.max(0, (parts < 0 ? Math.min(a.length, b.length) : parts) - 60);
  return `line ${line + 1} is\n  ${a.slice(from, from + 200).trim()}\nin the first,\n  ${b.slice(from, from + 200).trim()}\nin the second.`;
}
