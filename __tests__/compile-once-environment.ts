import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';
import NodeEnvironment from 'jest-environment-node';

/**
 * Jest's own environment, without two costs of each further test file. Each loads all of its modules anew, in a context of
 * its own; here a process compiles a module only once. And each leaves a storage behind that every later promise of the
 * process carries along; here it goes with its file.
 */
export default class CompileOnceEnvironment extends NodeEnvironment {
  override async teardown(): Promise<void> {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }
}

/** Those in use since the test file began. */
const storages = new Set<AsyncLocalStorage<unknown>>();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...parameters: unknown[]) {
  storages.add(this);
  return Reflect.apply(run, this, parameters);
};

interface Compiled {
  readonly head: string;
  readonly source: string;
  readonly script: vm.Script;
}

const { compileFunction } = vm;
const scripts = new Map<string, Compiled>();

vm.compileFunction = (source, parameters, options = {}) => {
  const { filename, parsingContext } = options;
  if (filename === undefined || parsingContext === undefined) return compileFunction(source, parameters, options);
  const head = `(({ ${BUILT_INS} }) => function (${parameters?.join(', ')}) {`;
  let known = scripts.get(filename);
  if (known?.source !== source || known.head !== head) {
    // What import() loads belongs to the test file that compiled it, so that such a script can't be shared.
    if (/\bimport\s*\(/.test(source)) return compileFunction(source, parameters, options);
    try {
      // Messages name lines and columns of the file, not of what is put around it.
      const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
      known = { head, source, script };
    } catch {
      // Jest explains what is wrong with a script that can't be compiled.
      return compileFunction(source, parameters, options);
    }
    scripts.set(filename, known);
  }
  return known.script.runInContext(parsingContext)(builtInsOf(parsingContext));
};

/**
 * The names that code uses most. A global name is looked up in a context's own objects each time, through a proxy of
 * jest's; as a parameter it costs nothing. What tests put in place of the real thing (Date, timers, process) is not here.
 */
const BUILT_INS = 'Array, Boolean, Error, JSON, Map, Math, Number, Object, Promise, Reflect, Set, String, Symbol';
const builtIns = new WeakMap<vm.Context, object>();

function builtInsOf(context: vm.Context): object {
  const known = builtIns.get(context) ?? vm.runInContext(`({ ${BUILT_INS} })`, context);
  builtIns.set(context, known);
  return known;
}
