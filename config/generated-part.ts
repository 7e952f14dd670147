/** The lines of a document between which a part stands that `npm run schema` writes. */
export interface Marks {
  /** The document's path, for the error. */
  readonly file: string;
  readonly start: string;
  readonly end: string;
}

/** The document with this text between the marks. @throws Error when they are missing. */
export function withGeneratedPart(document: string, { file, start, end }: Marks, text: string): string {
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${file} lacks the lines "${start}" and "${end}", between which npm run schema writes.`);
  }
  return `${document.slice(0, from)}${start}\n\n${text}\n${document.slice(to)}`;
}
