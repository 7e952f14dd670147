import { useLayoutEffect, useRef } from 'preact/hooks';

/** Pixels from the end within which a person looks at the end. */
const NEAR = 40;

/** Ref of an element that scrolls: its end comes into view with each new content, unless a person scrolled up. */
export function useEndInView<Shown extends HTMLElement>(content: unknown) {
  const ref = useRef<Shown>(null);
  const height = useRef(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const wasAtEnd = element.scrollTop + element.clientHeight >= height.current - NEAR;
    height.current = element.scrollHeight;
    if (wasAtEnd) element.scrollTop = element.scrollHeight;
  }, [content]);
  return ref;
}
