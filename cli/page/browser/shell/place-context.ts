import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type TimeText, timesAt } from '../../../status/words';
import type { Place } from '../../api/common';

/** Where the page looks, for every part below; undefined until it was read. */
export const PlaceContext = createContext<Place | undefined>(undefined);

/**
 * Writer of times in the zone of the person, with their day where that is not today's.
 *
 * @param at now, ISO 8601; default: by the clock of the browser.
 */
export function useTimes(at?: string | null): TimeText {
  const place = useContext(PlaceContext);
  return timesAt(at ? new Date(at) : new Date(), place?.timeZone);
}
