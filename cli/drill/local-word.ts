/**
 * Arguments in which `kda drill NAME --local` says where the drill takes place. Everywhere else, and beside `--in-place` or
 * `--here`, `--local` names the local cloud.
 */
export function withDrillHere(argv: readonly string[]): readonly string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const [first, ...own] = argv.slice(0, end);
  if (first !== 'drill' || own.some((word) => word === '--in-place' || word === '--here')) return argv;
  return [first, ...own.map((word) => (word === '--local' ? '--here' : word)), ...argv.slice(end)];
}
