/**
 * Hides the AWS SDK's advice to use Node 22 from next year on: package.json states it, and every command would print
 * it. Other warnings are shown. Import it before any client is created.
 */
const show = process.emitWarning.bind(process);
process.emitWarning = ((warning: string | Error, ...rest: [string]) => {
  if (!String(warning).startsWith('NodeVersionSupportWarning')) show(warning, ...rest);
}) as typeof process.emitWarning;
