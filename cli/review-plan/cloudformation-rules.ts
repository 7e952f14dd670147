import { CLOUDFORMATION_TYPE } from './flink-application';
import { at, isObject, type Json } from './json';
import { isGone } from './plan';
import { type Rule, refusal } from './rule';
import { watch } from './switches';
import { yamlInText } from './yaml';

/** Applications that Terraform has only by way of a CloudFormation stack. */
export const cloudformationRules: readonly Rule[] = [
  {
    types: ['aws_cloudformation_stack'],
    find: (change) => {
      if (!isGone(change) && change.action !== 'update') return [];
      const template = watch(change, 'template_body');
      const resources = resourcesOf(template.old);
      if (resources === undefined) {
        return isGone(change)
          ? [
              {
                text: 'The CloudFormation stack goes, and this plan does not have its template: a Managed Flink application in it would go with all its snapshots.',
              },
            ]
          : [];
      }
      const left = isGone(change) || template.isUnknown ? undefined : resourcesOf(template.now);
      // An update is judged where both templates can be read.
      if (!isGone(change) && left === undefined) return [];
      const gone = resources.filter(({ id }) => !left?.some((other) => other.id === id));
      const applications = gone.filter(({ type }) => CLOUDFORMATION_TYPE.test(type));
      const lost = applications.filter(({ isRetained }) => !isRetained);
      if (lost.length > 0) {
        const kind = change.action === 'replace' ? 'application-replaced' : 'application-destroyed';
        const isSecret = template.shown.old.is === 'sensitive';
        return [refusal(kind, [], isSecret ? undefined : `In its template: ${lost.map(({ id }) => id).join(', ')}.`)];
      }
      const isNested = gone.some(({ type, isRetained }) => type === 'AWS::CloudFormation::Stack' && !isRetained);
      return [
        ...(applications.length > 0 ? [{ text: RETAINED }] : []),
        ...(isNested
          ? [
              {
                text: 'A CloudFormation stack within this one goes, and this plan does not have its template: a Managed Flink application in it would go with all its snapshots.',
              },
            ]
          : []),
      ];
    },
  },
];

const RETAINED =
  'A Managed Flink application goes out of its CloudFormation stack, and its DeletionPolicy is Retain: it and its snapshots stay in AWS, and nothing in this project guards or changes them any more.';

interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly isRetained: boolean;
}

/** What a template declares; undefined for what is no template. */
function resourcesOf(text: Json | undefined): readonly TemplateResource[] | undefined {
  const resources = at(yamlInText(text), 'Resources');
  if (!isObject(resources)) return undefined;
  return Object.entries(resources).flatMap(([id, resource]) => {
    const type = at(resource, 'Type');
    const policy = at(resource, 'DeletionPolicy');
    const isRetained = policy === 'Retain' || policy === 'RetainExceptOnCreate';
    return typeof type === 'string' ? { id, type, isRetained } : [];
  });
}
