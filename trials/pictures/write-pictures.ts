import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Typed } from '../demo/operator';
import {
  commandsIn,
  filesOf,
  LIST_FILE,
  MOST_BYTES,
  PICTURES,
  PICTURES_FOLDER,
  type PictureList,
  type PictureName,
  PROJECT,
} from './picture-list';
import { terminalSvg } from './terminal-svg';

/** Columns of the recordings: 400 px show 60 of them in letters of 11 px. */
const COLUMNS = { wide: 120, narrow: 60 } as const;

export interface PictureFiles {
  readonly wide: string | Buffer;
  readonly narrow: string | Buffer;
  readonly shows: readonly string[];
}

/** Both files of a recording, and the commands in it: typed ones, and those that the output advises. */
export function filesOfRecording(name: PictureName, typed: readonly Typed[]): PictureFiles {
  const title = typed.map(({ line }) => line).join('; ');
  const drawn = (columns: number) => terminalSvg({ title, description: PICTURES[name].alt, typed, columns });
  const advised = typed.flatMap(({ lines }) => commandsIn(lines.map((line) => line.replace(/^.*(?:→|\bby) +/, ''))));
  const shows = [...new Set([...typed.map(({ line }) => line), ...advised])];
  return { wide: drawn(COLUMNS.wide), narrow: drawn(COLUMNS.narrow), shows };
}

/**
 * Writes the files of a picture and its entry in the list.
 *
 * @throws Error when a file is too large, or shows a folder of this machine.
 */
export function writePicture(name: PictureName, made: PictureFiles, project = PROJECT): void {
  const folder = join(project, PICTURES_FOLDER);
  mkdirSync(folder, { recursive: true });
  const { wide, narrow } = filesOf(name);
  for (const [file, content] of [
    [wide, made.wide],
    [narrow, made.narrow],
  ] as const) {
    const size = Buffer.byteLength(content);
    if (size > MOST_BYTES) throw new Error(`${file} would have ${size} bytes, ${MOST_BYTES} are allowed.`);
    if (typeof content === 'string' && content.includes(project)) throw new Error(`${file} would show ${project}.`);
    writeFileSync(join(folder, file), content);
  }
  const list = readList(project);
  const entry = { wide, narrow, madeBy: `npm run pictures -- ${name}`, shows: made.shows };
  const sorted = Object.entries({ ...list, [name]: entry }).sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(join(project, LIST_FILE), listText(Object.fromEntries(sorted)));
}

/** Text of the list, with each picture on a line: a picture that is made again changes one. */
function listText(list: PictureList): string {
  const lines = Object.entries(list).map(([name, made]) => `  ${JSON.stringify(name)}: ${JSON.stringify(made)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** The list as it was written; empty before the first picture. */
export function readList(project = PROJECT): PictureList {
  const file = join(project, LIST_FILE);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
