import type { ApplicationSettings } from '../schema/settings';
import { PROPERTY_GROUP } from './names';

/** Property groups of the application: those of the settings, with the demo's two properties if they have a value. */
export function environmentProperties({
  properties,
  generateUsersTimerSeconds: timer,
  pauseBetweenUserGenerationMs: pause,
}: ApplicationSettings): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const ofTheDemo = {
    ...(timer === undefined ? {} : { generateUsersTimer: String(timer) }),
    ...(pause === undefined ? {} : { pauseBetweenUserGeneration: String(pause) }),
  };
  if (Object.keys(ofTheDemo).length === 0) return properties;
  const { [PROPERTY_GROUP]: written, ...others } = properties;
  return { [PROPERTY_GROUP]: { ...ofTheDemo, ...written }, ...others };
}
