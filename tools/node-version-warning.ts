/**
 * Keeps the AWS SDK's advice to use Node 22 from next year on out of what a person reads: it stands in package.json, and
 * would be printed once by every command. All other warnings are shown as ever. Import it before any client is made.
 */
const show = process.emitWarning.bind(process);
process.emitWarning = ((warning: string | Error, ...rest: [string]) => {
  if (!String(warning).startsWith('NodeVersionSupportWarning')) show(warning, ...rest);
}) as typeof process.emitWarning;
