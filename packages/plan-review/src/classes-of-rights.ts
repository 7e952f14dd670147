import { type Classes, harmless, judged, look, plain, replacing } from './attribute-class';

const WIDENED = 'Refused: iam-widened, or schedule-off if the right to create snapshots is removed.';
const RIGHT_REMOVED = 'Refused if the right to create snapshots is removed: schedule-off. Looked at otherwise.';

/** Classes of roles and policies of the application and of the snapshot manager. */
export const classesOfRights: Classes = {
  aws_iam_role: {
    destroyed: look('A role that the application, its snapshots or their schedule use is destroyed.'),
    replaced: look(
      'A role that the application, its snapshots or their schedule use is recreated. It has no rights until its policies are attached.',
    ),
    attributes: [
      plain('create_date', 'unique_id', 'description'),
      replacing('name', 'name_prefix', 'path'),
      judged('Refused: iam-widened.', 'permissions_boundary'),
      look(
        'Other policies are attached to the role. Does it still have all the rights that it needs?',
        'managed_policy_arns',
      ),
      judged(WIDENED, 'inline_policy.policy'),
      harmless('The policy itself is judged.', 'inline_policy.name'),
      look('Who may assume the role changes. Does this still include the service?', 'assume_role_policy'),
      harmless('Services renew their sessions themselves.', 'max_session_duration'),
      harmless('It sets what Terraform does when it destroys the role.', 'force_detach_policies'),
    ],
  },
  aws_iam_role_policy: {
    destroyed: judged(RIGHT_REMOVED),
    replaced: harmless('The new policy has another name, or overwrites the old one at once.'),
    attributes: [plain(), replacing('name', 'name_prefix', 'role'), judged(WIDENED, 'policy')],
  },
  aws_iam_policy: {
    destroyed: judged(RIGHT_REMOVED),
    replaced: look('The policy is recreated. Its rights are missing until it is attached again.'),
    attributes: [
      plain('attachment_count', 'policy_id'),
      replacing('description', 'name', 'name_prefix', 'path'),
      judged(WIDENED, 'policy'),
    ],
  },
  aws_iam_role_policy_attachment: {
    destroyed: judged(RIGHT_REMOVED),
    replaced: judged('Refused if the right to create snapshots is removed, or a powerful policy is attached.'),
    attributes: [plain(), replacing('role'), judged('Refused: iam-widened, schedule-off.', 'policy_arn')],
  },
};
