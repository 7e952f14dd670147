import type { Settings } from '../schema/settings';

/** Tags of every resource of a deployment. The settings may change `deployment`. */
export function deploymentTags({ name, tags }: Pick<Settings, 'name' | 'tags'>): Readonly<Record<string, string>> {
  return { deployment: name, ...tags };
}
