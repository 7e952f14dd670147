import { runInterruptible } from '../../tools/interruptible';

/** Run by interruptible.system.test.ts: ends with the exit code that it was started with. */
runInterruptible(async () => {
  process.exitCode = Number(process.argv[2]);
});
