import { useMemo } from 'preact/hooks';
import type { Theme } from '../../drawing/timeline/pen';
import { pageColours } from '../parts/page-colours';
import { useScheme } from '../parts/use-scheme';

/** Colours of the page, light or dark as the person has it. */
export function useTheme(): Theme {
  const scheme = useScheme();
  return useMemo(pageColours, [scheme]);
}
