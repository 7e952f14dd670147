import { basename, dirname } from 'node:path';

/** Plan file names that do not identify a stack: the folder's name is used instead. */
const PLAIN_NAMES = /^(tf)?plan(\.tfplan|\.out)?\.(json|txt)$/i;

/** Name of a file's stack for the reader: the file's name, or its folder's if the file is just `plan.json`. */
export function stackNameOf(file: string): string {
  const name = basename(file);
  const folder = basename(dirname(file));
  if (PLAIN_NAMES.test(name) && !/^\.*$/.test(folder)) return folder;
  return name.replace(/\.(json|txt)$/i, '') || name;
}

/** Name for each file; files that would have the same one are named by their whole path. */
export function stackNames(files: readonly { readonly path: string; readonly title: string | undefined }[]): string[] {
  const names = files.map(({ path, title }) => title ?? stackNameOf(path));
  return names.map((name, index) =>
    names.filter((other) => other === name).length > 1 ? (files[index]?.path ?? name) : name,
  );
}
