import { useLayoutEffect } from 'preact/hooks';
import { useEndInView } from './use-end-in-view';

/** Ref of an element that scrolls: its marked part comes into the middle with each new content; without one, its end. */
export function useMarkedInView<Shown extends HTMLElement>(content: unknown) {
  const ref = useEndInView<Shown>(content);
  useLayoutEffect(() => {
    const element = ref.current;
    const marked = element?.querySelector('[data-marked="true"]');
    if (!element || !marked) return;
    const [whole, part] = [element.getBoundingClientRect(), marked.getBoundingClientRect()];
    element.scrollTop += part.top - whole.top - (whole.height - part.height) / 2;
  }, [content]);
  return ref;
}
