import { join, resolve } from 'node:path';

export const PROJECT = resolve(__dirname, '../..');
export const PICTURES_FOLDER = 'docs/pictures';
export const LIST_FILE = join(PICTURES_FOLDER, 'pictures.json');

/** Bytes that no file may exceed. */
export const MOST_BYTES = 200_000;

/** Picture of the documents: a recording of a terminal, or the page. */
export interface Picture {
  readonly kind: 'terminal' | 'page';
  /** Text in place of the picture, for those who do not see it. */
  readonly alt: string;
  /** Documents that show it. */
  readonly documents: readonly string[];
}

/** Every picture, by its name: `npm run pictures -- NAME` makes its two files, one for wide and one for narrow screens. */
export const PICTURES = {
  page: {
    kind: 'page',
    alt: 'The page of the local cloud: kda-snapshot-demo is safe, with the age of its newest snapshot against the objective, how far back it reaches, and the delivery.',
    documents: ['README.md'],
  },
  demo: {
    kind: 'terminal',
    alt: 'The end of the demo: a restore by time, the lines of the job’s log that prove it, and kda status, which says that everything is safe.',
    documents: ['README.md'],
  },
  'review-plan': {
    kind: 'terminal',
    alt: 'kda review-plan refuses a plan that renames an application: AWS would delete all its snapshots. It ends with exit code 1.',
    documents: ['docs/plan-review.md'],
  },
  restore: {
    kind: 'terminal',
    alt: 'kda restore goes back to before a time: the snapshot it found, its steps, and at the end the proof that the job works.',
    documents: ['docs/operating.md'],
  },
  status: {
    kind: 'terminal',
    alt: 'kda status of an application that somebody stopped: it is not safe, with who stopped it and the command that starts it again.',
    documents: ['docs/runbook.md'],
  },
  alarms: {
    kind: 'page',
    alt: 'The alarms on the page: failed-checkpoints is in ALARM, with what it means, its reason and the command to begin with.',
    documents: ['docs/runbook.md', 'docs/alarm-drill.md'],
  },
} as const satisfies Readonly<Record<string, Picture>>;

export type PictureName = keyof typeof PICTURES;

/** Files of a picture as they were made. */
export interface MadePicture {
  readonly wide: string;
  readonly narrow: string;
  /** Line that makes them again. */
  readonly madeBy: string;
  /** Commands that they show, typed or to be typed. */
  readonly shows: readonly string[];
}

/** Content of LIST_FILE. */
export type PictureList = Readonly<Record<string, MadePicture>>;

/** Files of a picture, in PICTURES_FOLDER. */
export function filesOf(name: PictureName): { readonly wide: string; readonly narrow: string } {
  const extension = PICTURES[name].kind === 'terminal' ? 'svg' : 'webp';
  return { wide: `${name}.${extension}`, narrow: `${name}-narrow.${extension}` };
}

/** Line of Markdown that shows a picture in a document: the narrow file on screens below 600 px. */
export function markupOf(name: PictureName, document: string): string {
  const folder = document.startsWith('docs/') ? 'pictures' : PICTURES_FOLDER;
  const { wide, narrow } = filesOf(name);
  return `<picture><source media="(max-width: 600px)" srcset="${folder}/${narrow}"><img alt="${PICTURES[name].alt}" src="${folder}/${wide}"></picture>`;
}

/** Commands of kda in a text, each with the words behind it up to the end of the line. */
export function commandsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^(?:npx )?(kda [a-z].*)$/.exec(line.trim())?.[1] ?? []);
}
