import type { RefusalKind } from './finding';
import { CLOUDFORMATION_TYPE } from './flink-application';
import { at, isEqual, isObject, type Json } from './json';
import { isGone } from './plan';
import { look, type Rule, type RuleFinding, refusal, when } from './rule';
import { isSecret, type Watched, watch } from './switches';
import { yamlInText } from './yaml';

/** Rules on applications that Terraform manages only through a CloudFormation stack. */
export const cloudformationRules: readonly Rule[] = [
  {
    types: ['aws_cloudformation_stack'],
    find: (change) => {
      if (!isGone(change) && change.action !== 'update') return [];
      const template = watch(change, 'template_body');
      const resources = resourcesOf(template.old);
      if (resources === undefined) {
        return when(isGone(change), look(`The CloudFormation stack ${WITHOUT_TEMPLATE}`));
      }
      const left = isGone(change) || template.isUnknown ? undefined : resourcesOf(template.now);
      // An update can be judged only if both templates can be read.
      if (!isGone(change) && left === undefined) return [];
      const gone = resources.filter(({ id }) => !left?.some((other) => other.id === id));
      const applications = gone.filter(({ type }) => CLOUDFORMATION_TYPE.test(type));
      const lost = applications.filter(({ isRetained }) => !isRetained);
      if (lost.length > 0) {
        const kind = change.action === 'replace' ? 'application-replaced' : 'application-destroyed';
        return ofTemplate(kind, lost, template);
      }
      const kept = resources.flatMap((before) => {
        const after = left?.find(({ id, type }) => id === before.id && CLOUDFORMATION_TYPE.test(type));
        return after !== undefined && CLOUDFORMATION_TYPE.test(before.type) ? [{ id: before.id, before, after }] : [];
      });
      const isNested = gone.some(({ type, isRetained }) => type === 'AWS::CloudFormation::Stack' && !isRetained);
      return [
        ...ofTemplate('application-replaced', kept.filter(isReplaced), template),
        ...ofTemplate('snapshots-off', kept.filter(losesSnapshots), template),
        ...when(applications.length > 0, look(RETAINED)),
        ...when(isNested, look(`A nested CloudFormation stack ${WITHOUT_TEMPLATE}`)),
      ];
    },
  },
];

/** Refusal that names the applications, unless the template is sensitive; none if there are none. */
function ofTemplate(
  kind: RefusalKind,
  applications: readonly { readonly id: string }[],
  template: Watched,
): readonly RuleFinding[] {
  const detail = `In its template: ${applications.map(({ id }) => id).join(', ')}.`;
  return when(applications.length > 0, refusal(kind, [], isSecret(template) ? undefined : detail));
}

const WITHOUT_TEMPLATE =
  'is removed, and this plan does not contain its template. A Managed Flink application in it would be deleted with all its snapshots.';

interface Sides {
  readonly id: string;
  readonly before: TemplateResource;
  readonly after: TemplateResource;
}

/** True if CloudFormation replaces the application; it deletes the old one by default. */
function isReplaced({ before, after }: Sides): boolean {
  const isChanged = ['ApplicationName', 'ApplicationMode'].some(
    (name) => !isEqual(at(before.properties, name), at(after.properties, name)),
  );
  return isChanged && !after.isRetainedWhenReplaced;
}

function losesSnapshots({ before, after }: Sides): boolean {
  const enabled = ({ properties }: TemplateResource) =>
    String(
      at(properties, 'ApplicationConfiguration', 'ApplicationSnapshotConfiguration', 'SnapshotsEnabled') ?? true,
    ).toLowerCase();
  return enabled(before) !== 'false' && enabled(after) === 'false';
}

const RETAINED =
  'A Managed Flink application is removed from its CloudFormation stack, and its DeletionPolicy is Retain. It stays in AWS with its snapshots, but nothing in this project protects or changes them any more.';

interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Json | undefined;
  readonly isRetained: boolean;
  readonly isRetainedWhenReplaced: boolean;
}

/** Resources that a template declares; undefined if it is not a template. */
function resourcesOf(text: Json | undefined): readonly TemplateResource[] | undefined {
  const resources = at(yamlInText(text), 'Resources');
  if (!isObject(resources)) return undefined;
  return Object.entries(resources).flatMap(([id, resource]) => {
    const type = at(resource, 'Type');
    const policy = at(resource, 'DeletionPolicy');
    const isRetained = policy === 'Retain' || policy === 'RetainExceptOnCreate';
    const isRetainedWhenReplaced = at(resource, 'UpdateReplacePolicy') === 'Retain';
    const properties = at(resource, 'Properties');
    return typeof type === 'string' ? { id, type, properties, isRetained, isRetainedWhenReplaced } : [];
  });
}
