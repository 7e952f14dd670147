import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBlanksFilled } from '../../config/blanks';
import { loadSettings } from '../../config/load-settings';
import { type Settings, settingsSchema } from '../../config/schema/settings';

/** Settings that are scanned, and what a person calls them. */
export interface ScannedSettings {
  readonly name: string;
  readonly settings: Settings;
}

/**
 * Settings that `npm run scan` checks without arguments: the two environments of the project, and the first one with
 * all security settings on, with applications selected by tag and prefix, and with one that is drilled.
 */
export function settingsOfTheProject(): ScannedSettings[] {
  const byDefault = loadSettings('default');
  return [
    { name: 'default', settings: byDefault },
    { name: 'production', settings: productionFilledIn() },
    {
      name: 'all keys managed',
      settings: {
        ...byDefault,
        security: { ...byDefault.security, keys: 'managed' },
        snapshots: { ...byDefault.snapshots, reservedConcurrency: 2, applications: SELECTION },
      },
    },
  ];
}

/** The widest rights that the manager can have: a tag may be on any application. */
const SELECTION: NonNullable<Settings['snapshots']['applications']> = [
  { tag: { key: 'snapshots', value: 'yes' } },
  { prefix: 'team-a-' },
  { name: 'orders', drill: { window: '04:00-04:30', days: ['SUN'] } },
];

function productionFilledIn(): Settings {
  const text = readFileSync(join(__dirname, '../../config/production.json'), 'utf8');
  const filled: unknown = JSON.parse(withBlanksFilled(text));
  return { ...settingsSchema.parse(filled), environment: 'production' };
}
