import { type Settings, settingsSchema } from '../config/schema/settings';

/** Settings of a test: the defaults, and what it asks for. */
export function settingsWith(input: Readonly<Record<string, unknown>> = {}): Settings {
  return {
    ...settingsSchema.parse({ artifacts: { bucket: 'the-artifacts' }, region: 'eu-west-1', application: {}, ...input }),
    environment: 'test',
  };
}
