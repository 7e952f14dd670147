/**
 * The value as a proxy that reports the path of every property that is read: `a.b`, `list[].c`. A copy by spread reads
 * all properties of one level.
 */
export function recordedReads<T extends object>(value: T, onRead: (path: string) => void, path = ''): T {
  const below = new Map<PropertyKey, object>();
  return new Proxy(value, {
    get(target, key, receiver) {
      const found: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || typeof found === 'function') return found;
      const itsPath = pathOf(path, key, Array.isArray(target));
      onRead(itsPath);
      if (typeof found !== 'object' || found === null) return found;
      const known = below.get(key) ?? recordedReads(found, onRead, itsPath);
      below.set(key, known);
      return known;
    },
  });
}

function pathOf(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[]`;
  return path === '' ? key : `${path}.${key}`;
}
