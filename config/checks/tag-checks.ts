import { deploymentTags } from '../../stacks/deployment-tags';
import type { Problem } from '../problems';
import type { Settings } from '../settings';

/** IAM takes no more on a role (CreateRole, Tags), CloudWatch Logs none on a log group. */
const MOST_TAGS = 50;

/** Tags that each service accepts alone and refuses together. */
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
            expected: `at most ${most}; with deployment these are the ${MOST_TAGS} that IAM and CloudWatch Logs take`,
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
      remedy: 'IAM takes them for the same key and refuses the role: keep one of the two.',
    })),
  ];
}

function likeOurs(key: string, our: string, settings: Pick<Settings, 'name' | 'tags'>): Problem {
  return {
    path: `tags.${key}`,
    is: `is ${JSON.stringify(settings.tags[key])}, and differs from our tag ${our} in upper and lower case only`,
    expected: `another key, or ${our} itself`,
    remedy: `Every resource has ${our} (${JSON.stringify(settings.name)}); IAM takes the two for the same key and refuses the role. Write ${our} to give it another value.`,
  };
}
