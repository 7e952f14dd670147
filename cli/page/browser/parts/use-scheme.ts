import { useEffect, useState } from 'preact/hooks';
import type { Scheme } from '../../drawing/dashboard/palette';

const QUERY = '(prefers-color-scheme: dark)';

/** Appearance that the browser asks for, and again when it changes. */
export function useScheme(): Scheme {
  const [scheme, setScheme] = useState<Scheme>(() => (typeof matchMedia === 'undefined' ? 'light' : schemeNow()));
  useEffect(() => {
    const list = matchMedia(QUERY);
    const see = () => setScheme(schemeNow());
    list.addEventListener('change', see);
    return () => list.removeEventListener('change', see);
  }, []);
  return scheme;
}

function schemeNow(): Scheme {
  return matchMedia(QUERY).matches ? 'dark' : 'light';
}
