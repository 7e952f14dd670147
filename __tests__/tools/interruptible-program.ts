import { setTimeout as sleep } from 'node:timers/promises';
import { aborted, runInterruptible } from '../../tools/interruptible';

/** Run by interruptible.system.test.ts: needs two and a half seconds to end tidily. */
runInterruptible(async (signal) => {
  const alive = setInterval(() => undefined, 1000);
  console.log('started');
  await aborted(signal);
  await sleep(2500);
  console.log('tidied');
  clearInterval(alive);
});
