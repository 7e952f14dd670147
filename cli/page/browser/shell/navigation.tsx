import type { Screen } from './screens';

interface NavigationProps {
  readonly screens: readonly Screen[];
  readonly current: Screen;
}

/** Links to the screens. */
export function Navigation({ screens, current }: NavigationProps) {
  return (
    <nav class="navigation" aria-label="Screens">
      <ul>
        {screens.map((screen) => (
          <li key={screen.id}>
            <a href={screen.hash} aria-current={screen === current ? 'page' : undefined}>
              {screen.title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
