import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Headline, type HeadlineProps } from './headline';
import { Navigation } from './navigation';
import type { Screen } from './screens';

interface ShellProps extends HeadlineProps {
  readonly screens: readonly Screen[];
  readonly current: Screen;
  readonly children: ComponentChildren;
}

/** Frame of every screen: the verdict, the links and the screen itself, to which the keyboard can skip. */
export function Shell({ screens, current, children, ...headline }: ShellProps) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(current);
  useEffect(() => {
    if (shown.current !== current) {
      main.current?.focus();
      scrollTo(0, 0);
    }
    shown.current = current;
  }, [current]);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to {current.title.toLowerCase()}
      </a>
      <header class="shell-header">
        <Headline {...headline} />
        <Navigation screens={screens} current={current} />
      </header>
      <main id="main" ref={main} tabIndex={-1} aria-label={current.title}>
        {children}
      </main>
    </>
  );
}
