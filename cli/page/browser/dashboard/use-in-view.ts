import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Distance from the window at which a chart is built already. */
const MARGIN = '300px';

/** True while an element is in view or close to it. */
export function useInView(element: RefObject<Element | null>): boolean {
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver((entries) => setInView(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: MARGIN,
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isInView;
}
