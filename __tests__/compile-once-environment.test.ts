import vm from 'node:vm';

const filename = '/made-up/module.js';

function load(source: string, context = vm.createContext()): { readonly run: () => unknown; readonly global: unknown } {
  const run = vm.compileFunction(source, ['given'], { filename, parsingContext: context });
  return { run: () => run.call({}, 'given'), global: vm.runInContext('globalThis', context) };
}

test('a module has its own context in each test file, although it is compiled once', () => {
  const source = 'globalThis.count = (globalThis.count ?? 0) + 1; return [given, globalThis.count, globalThis];';
  const [first, second] = [load(source), load(source)];
  expect(first.run()).toEqual(['given', 1, first.global]);
  expect(first.run()).toEqual(['given', 2, first.global]);
  expect(second.run()).toEqual(['given', 1, second.global]);
});

test('a module that has changed is compiled anew', () => {
  expect(load('return 1;').run()).toBe(1);
  expect(load('return 2;').run()).toBe(2);
});

test('a module has the built-in objects of its own context', () => {
  const [first, second] = [load('return Map;'), load('return Map;')];
  expect([first.run() === Map, first.run() === second.run()]).toEqual([false, false]);
  expect(first.run()).toBe((first.global as typeof globalThis).Map);
});

test('a clock that a test puts in place of the real one is the one that a module sees', () => {
  const context = vm.createContext();
  const module = load('return Date;', context);
  vm.runInContext("Date = 'another clock'", context);
  expect(module.run()).toBe('another clock');
});

test('an error in the first line and in a later one names its place in the module', () => {
  const stackOf = (source: string) => String((load(source).run() as Error).stack);
  expect(stackOf('return new Error();')).toContain(`${filename}:1:8`);
  expect(stackOf('\n  return new Error();')).toContain(`${filename}:2:10`);
});

test('a module that cannot be compiled is refused by its name', () => {
  const refusal = (() => {
    try {
      load('const = 1;');
    } catch (error) {
      return error as Error;
    }
    throw new Error('It was compiled.');
  })();
  expect(refusal.name).toBe('SyntaxError');
  expect(refusal.stack).toContain(`${filename}:1`);
});
