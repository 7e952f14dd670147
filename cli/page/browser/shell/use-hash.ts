import { useEffect, useState } from 'preact/hooks';

/** Hash of the page's address. One that is no screen's, such as that of the skip link, does not stay there. */
export function useHash(): string {
  const [hash, setHash] = useState(() => location.hash || '#/');
  useEffect(() => {
    const follow = ({ oldURL }: HashChangeEvent) => {
      if (location.hash === '' || location.hash.startsWith('#/')) setHash(location.hash || '#/');
      else history.replaceState(null, '', oldURL);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return hash;
}
