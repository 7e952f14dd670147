import { harmless, judged, look, object, plain, type ResourceClasses, replacing } from './attribute-class';

/** Classes of roles and policies of the application and of the snapshot manager. */
export const classesOfRights: Readonly<Record<string, ResourceClasses>> = {
  aws_iam_role: {
    object: {
      destroyed: object.look('A role that the application, its snapshots or their schedule use is destroyed.'),
      replaced: object.look(
        'A role that the application, its snapshots or their schedule use is recreated. It has no rights until its policies are attached.',
      ),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('create_date', 'unique_id', 'description'),
      replacing('name', 'name_prefix', 'path'),
      judged('Refused: iam-widened.', 'permissions_boundary'),
      look(
        'Other policies are attached to the role. Does it still have all the rights that it needs?',
        'managed_policy_arns',
      ),
      judged(
        'Refused: iam-widened, or schedule-off if the right to create snapshots is removed.',
        'inline_policy.policy',
      ),
      harmless('The policy itself is judged.', 'inline_policy.name'),
      look('Who may assume the role changes. Does this still include the service?', 'assume_role_policy'),
      harmless('Services renew their sessions themselves.', 'max_session_duration'),
      harmless('It sets what Terraform does when it destroys the role.', 'force_detach_policies'),
    ],
  },
  aws_iam_role_policy: {
    object: {
      destroyed: object.judged(
        'Refused if the right to create snapshots is removed: schedule-off. Looked at otherwise.',
      ),
      replaced: object.harmless('The new policy has another name, or overwrites the old one at once.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('name', 'name_prefix', 'role'),
      judged('Refused: iam-widened, or schedule-off if the right to create snapshots is removed.', 'policy'),
    ],
  },
  aws_iam_policy: {
    object: {
      destroyed: object.judged(
        'Refused if the right to create snapshots is removed: schedule-off. Looked at otherwise.',
      ),
      replaced: object.look('The policy is recreated. Its rights are missing until it is attached again.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('attachment_count', 'policy_id'),
      replacing('description', 'name', 'name_prefix', 'path'),
      judged('Refused: iam-widened, or schedule-off if the right to create snapshots is removed.', 'policy'),
    ],
  },
  aws_iam_role_policy_attachment: {
    object: {
      destroyed: object.judged(
        'Refused if the right to create snapshots is removed: schedule-off. Looked at otherwise.',
      ),
      replaced: object.judged('Refused if the right to create snapshots is removed, or a powerful policy is attached.'),
      forgotten: object.forgotten,
    },
    attributes: [plain(), replacing('role'), judged('Refused: iam-widened, schedule-off.', 'policy_arn')],
  },
};
