import { basename, dirname } from 'node:path';

/** Names of plan files that say nothing: then the folder's does. */
const PLAIN_NAMES = /^(tf)?plan(\.tfplan|\.out)?\.(json|txt)$/i;

/** What a reader calls the stack of a file: the file's name, or its folder's when the file is just `plan.json`. */
export function stackNameOf(file: string): string {
  const name = basename(file);
  const folder = basename(dirname(file));
  if (PLAIN_NAMES.test(name) && !/^\.*$/.test(folder)) return folder;
  return name.replace(/\.(json|txt)$/i, '') || name;
}

/** A name for each file; files that would have the same one are named by their whole path. */
export function stackNames(files: readonly { readonly path: string; readonly title: string | undefined }[]): string[] {
  const names = files.map(({ path, title }) => title ?? stackNameOf(path));
  return names.map((name, index) =>
    names.filter((other) => other === name).length > 1 ? (files[index]?.path ?? name) : name,
  );
}
