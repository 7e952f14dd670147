import { harmless, judged, look, object, plain, type ResourceClasses, replacing } from './attribute-class';

/** Classes of roles and policies of the application and of the snapshot manager. */
export const classesOfRights: Readonly<Record<string, ResourceClasses>> = {
  aws_iam_role: {
    object: {
      destroyed: object.look('A role goes that the application, its snapshots or their schedule work with.'),
      replaced: object.look(
        'A role is made anew that the application, its snapshots or their schedule work with: until its policies are there, it may do nothing.',
      ),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('create_date', 'unique_id', 'description'),
      replacing('name', 'name_prefix', 'path'),
      judged('Refused: iam-widened.', 'permissions_boundary'),
      look('Other policies are attached to the role: does it still have all that it needs?', 'managed_policy_arns'),
      judged('Refused: iam-widened, or schedule-off where the right to create snapshots goes.', 'inline_policy.policy'),
      harmless('The policy itself is judged.', 'inline_policy.name'),
      look('Who may work with the role changes: is the service still among them?', 'assume_role_policy'),
      harmless('Sessions of services renew themselves.', 'max_session_duration'),
      harmless('It says what Terraform does when it destroys the role.', 'force_detach_policies'),
    ],
  },
  aws_iam_role_policy: {
    object: {
      destroyed: object.judged('Refused where the right to create snapshots goes: schedule-off. Looked at otherwise.'),
      replaced: object.harmless('The new one has a name of its own, or is written at once over the old one.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('name', 'name_prefix', 'role'),
      judged('Refused: iam-widened, or schedule-off where the right to create snapshots goes.', 'policy'),
    ],
  },
  aws_iam_policy: {
    object: {
      destroyed: object.judged('Refused where the right to create snapshots goes: schedule-off. Looked at otherwise.'),
      replaced: object.look('The policy is made anew: until it is attached again, its rights are missing.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('attachment_count', 'policy_id'),
      replacing('description', 'name', 'name_prefix', 'path'),
      judged('Refused: iam-widened, or schedule-off where the right to create snapshots goes.', 'policy'),
    ],
  },
  aws_iam_role_policy_attachment: {
    object: {
      destroyed: object.judged('Refused where the right to create snapshots goes: schedule-off. Looked at otherwise.'),
      replaced: object.judged('Refused where the right to create snapshots goes, or a powerful one comes.'),
      forgotten: object.forgotten,
    },
    attributes: [plain(), replacing('role'), judged('Refused: iam-widened, schedule-off.', 'policy_arn')],
  },
};
