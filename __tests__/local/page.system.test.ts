import { startPage } from '../../local/page';
import { isAlive } from '../../tools/processes/is-alive';

/** A program in place of `kda page`. */
const program = (code: string): readonly [string, ...string[]] => [process.execPath, '-e', code, '--'];
const start = (code: string) => {
  const reports: string[] = [];
  const page = startPage({ environment: process.env, report: (line) => reports.push(line), command: program(code) });
  return { page, reports };
};

test('its address is the first line of the program, which ends when its stdin ends', async () => {
  const { page, reports } = start(`
    console.log('http://127.0.0.1:1/?pid=' + process.pid);
    process.stdin.on('end', () => process.exit(0)).resume();`);
  const { url = '', problem, close } = await page;
  expect([url, problem]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/\?pid=\d+$/), undefined]);
  const pid = Number(url.split('=')[1]);
  expect(isAlive(pid)).toBe(true);
  await close();
  await close();
  expect(isAlive(pid)).toBe(false);
  expect(reports).toEqual([]);
});

test('one that can’t start is a sentence, with the last line that it said', async () => {
  const { url, problem, close } = await start(`
    console.error('demo · us-east-1'); console.error('No deployment was found.'); process.exitCode = 3;`).page;
  expect([url, problem]).toEqual([undefined, 'The page did not start: No deployment was found.']);
  await close();
});

test('so is one that prints something else, or that is not there at all', async () => {
  const other = await start(`console.log('hello'); process.stdin.resume();`).page;
  expect(other.problem).toBe('The page did not start: it printed "hello" instead of an address.');
  const missing = await startPage({ environment: process.env, report: () => {}, command: ['/nowhere/kda'] });
  expect(missing.problem).toBe('The page did not start: spawn /nowhere/kda ENOENT');
  await missing.close();
});

test('one that ends by itself is reported, with what starts it again', async () => {
  const { page, reports } = start(`
    console.log('http://127.0.0.1:1/'); console.error('It broke.'); setTimeout(() => process.exit(1), 50);`);
  const { url } = await page;
  expect(url).toBe('http://127.0.0.1:1/');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(reports).toEqual(['The page has ended: It broke. Start it again with kda page --local.']);
});
