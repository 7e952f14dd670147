import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadSettings } from '../../config/load-settings';
import { type Settings, settingsSchema } from '../../config/settings';

/** Settings that are scanned, and what a person calls them. */
export interface ScannedSettings {
  readonly name: string;
  readonly settings: Settings;
}

/**
 * What `npm run scan` looks at when it is given no environment: the two that come with the project, and the first one
 * with all that the settings offer for security switched on and with applications selected by a tag and a prefix.
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
const SELECTION = [{ tag: { key: 'snapshots', value: 'yes' } }, { prefix: 'team-a-' }];

/** config/production.json has blanks `<…>` to be filled in by who deploys: any value that fits is as good here. */
const FILLINGS: Readonly<Record<string, string>> = {
  ...{ mailAddresses: 'ops@example.com', region: 'eu-west-1', runbookUrl: 'docs/runbook.md' },
};
const FILLING = 'example-bucket';

function productionFilledIn(): Settings {
  const text = readFileSync(join(__dirname, '../../config/production.json'), 'utf8');
  return { ...settingsSchema.parse(filledIn(z.json().parse(JSON.parse(text)))), environment: 'production' };
}

type Json = z.infer<ReturnType<typeof z.json>>;

function filledIn(value: Json, key = ''): Json {
  if (typeof value === 'string') return /^<.*>$/.test(value) ? (FILLINGS[key] ?? `${FILLING}-${key}`) : value;
  if (Array.isArray(value)) return value.map((each) => filledIn(each, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledIn(each, name)]));
}
