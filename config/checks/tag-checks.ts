import { deploymentTags } from '../model/deployment-tags';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Maximum number of tags on an IAM role (CreateRole, Tags) and on a log group of CloudWatch Logs. */
const MOST_TAGS = 50;

/** Tags that are valid alone, but not together. */
export function tagProblems(settings: Pick<Settings, 'name' | 'tags'>): Problem[] {
  const keys = Object.keys(settings.tags);
  const ours = Object.keys(deploymentTags({ ...settings, tags: {} })).filter((key) => !keys.includes(key));
  const own = ours.length;
  const most = MOST_TAGS - own;
  const alike = keys.flatMap((key, index) => {
    const first = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
    return first === undefined ? [] : [{ key, first }];
  });
  return [
    ...(keys.length > most
      ? [
          {
            path: 'tags',
            is: `has ${keys.length} tags`,
            expected: `at most ${most}; with deployment they are the ${MOST_TAGS} that IAM and CloudWatch Logs accept`,
            remedy: `Remove ${keys.length - most} of them.`,
          },
        ]
      : []),
    ...keys.flatMap((key) => {
      const our = ours.find((each) => each.toLowerCase() === key.toLowerCase());
      return our === undefined ? [] : [likeOurs(key, our, settings)];
    }),
    ...alike.map(({ key, first }) => ({
      path: `tags.${key}`,
      is: `differs from tags.${first} in upper and lower case only`,
      expected: 'keys that differ otherwise',
      remedy: 'IAM treats them as the same key and refuses the role. Keep one of the two.',
    })),
  ];
}

function likeOurs(key: string, our: string, settings: Pick<Settings, 'name' | 'tags'>): Problem {
  return {
    path: `tags.${key}`,
    is: `is ${JSON.stringify(settings.tags[key])}, and differs from the tag ${our} of this project in upper and lower case only`,
    expected: `another key, or ${our} itself`,
    remedy: `Every resource has ${our} (${JSON.stringify(settings.name)}). IAM treats the two as the same key and refuses the role. Write ${our} to change its value.`,
  };
}
