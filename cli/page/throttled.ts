/** Function that may be called at any rate: it acts at once, and then once at the end of each pause. */
export function throttled(pauseMs: number, act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isWanted = false;
  const pause = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!isWanted) return;
      isWanted = false;
      act();
      pause();
    }, pauseMs);
    timer.unref();
  };
  return () => {
    if (timer !== undefined) {
      isWanted = true;
      return;
    }
    act();
    pause();
  };
}
