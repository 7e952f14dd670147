/**
 * A folder of this machine as Flink wants it named. Flink takes the text after `file://` as it is: of a proper URL it
 * would make a folder with `%20` in its name (measured).
 */
export function flinkPath(folder: string): string {
  return `file://${folder}`;
}

/** The folder of a savepoint or checkpoint, given its location in Flink's words (`file:/…`). */
export function folderOf(location: string): string {
  const match = /^file:(?:\/\/)?(\/.*)$/.exec(location);
  if (!match?.[1]) throw new Error(`"${location}" is not a folder on this machine; expected file:/<absolute path>`);
  return match[1];
}
