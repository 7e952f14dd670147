/** Beginning that names share, up to their last common `/`; empty where it would shorten nothing, or hide a whole name. */
export function commonPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return '';
  let length = first.length;
  for (const name of others) {
    let same = 0;
    while (same < length && name[same] === first[same]) same += 1;
    length = same;
  }
  const prefix = first.slice(0, first.slice(0, length).lastIndexOf('/') + 1);
  return names.includes(prefix) ? '' : prefix;
}
