import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';

/** One file in a zip or JAR, with all that is stored about it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  /** As it is stored: local fields without a zone. */
  readonly modified: string;
  /** Host system in the upper digit, Unix mode and DOS attributes in the others; hexadecimal. */
  readonly attributes: string;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * The entries of a zip or JAR in their order. fflate gives the contents; times and attributes, which make most of the
 * differences between two builds, are read from the directory at the archive's end.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.12
 *
 * @throws Error when the bytes are no zip.
 */
export function archiveEntries(bytes: Uint8Array): ArchiveEntry[] {
  const contents = unzipSync(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const entries: ArchiveEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw new Error(`No directory entry is at byte ${at} of the zip.`);
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.push({
      name,
      sha256: createHash('sha256')
        .update(contents[name] ?? new Uint8Array())
        .digest('hex'),
      sizeBytes: view.getUint32(at + 24, true),
      compressedBytes: view.getUint32(at + 20, true),
      modified: dosTime(view.getUint16(at + 14, true), view.getUint16(at + 12, true)),
      attributes: `${view.getUint8(at + 5).toString(16)}:${view
        .getUint32(at + 38, true)
        .toString(16)
        .padStart(8, '0')}`,
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Finds the end of the directory from the back, because a comment of any length may follow it. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0; at -= 1) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw new Error('The zip has no end of directory.');
}

function dosTime(date: number, time: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${1980 + (date >> 9)}-${two((date >> 5) & 15)}-${two(date & 31)}`;
  return `${day} ${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}`;
}
