import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Place, StatusReading } from '../../api/common';
import { Headline } from './headline';
import { Navigation } from './navigation';
import type { Screen } from './screens';

interface ShellProps {
  readonly place: Place | undefined;
  readonly status: StatusReading | undefined;
  readonly isConnected: boolean;
  readonly screens: readonly Screen[];
  readonly current: Screen;
  readonly children: ComponentChildren;
}

/** Frame of every screen: the verdict, the links and the screen itself, to which the keyboard can skip. */
export function Shell({ place, status, isConnected, screens, current, children }: ShellProps) {
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
        <Headline place={place} status={status} isConnected={isConnected} />
        <Navigation screens={screens} current={current} />
      </header>
      <main id="main" ref={main} tabIndex={-1} aria-label={current.title}>
        {children}
      </main>
    </>
  );
}
