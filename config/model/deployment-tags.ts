import type { Settings } from '../schema/settings';

/** On every resource of a deployment. The settings may say otherwise about `deployment`. */
export function deploymentTags({ name, tags }: Pick<Settings, 'name' | 'tags'>): Readonly<Record<string, string>> {
  return { deployment: name, ...tags };
}
