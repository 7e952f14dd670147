import { documentedPolicy, type PolicyFile, unneeded } from './judge';
import { RIGHTS_WITHOUT_A_CALL } from './rights-without-a-call';

/** The policies as they stand in docs/, with their words in capitals. */
const UNFILLED = {
  region: 'REGION',
  accountId: 'ACCOUNT',
  artifactsBucket: 'ARTIFACTS_BUCKET',
  application: 'APPLICATION',
};

test.each<PolicyFile>(['deployer-policy.json', 'plan-role-policy.json'])(
  'what no call needs of docs/%s stands in it, statement by statement',
  (file) => {
    // Without any call nothing is needed: that is all that the policy has.
    const everything = unneeded([], documentedPolicy(file, UNFILLED), 'kda-snapshots');

    expect(Object.keys(RIGHTS_WITHOUT_A_CALL[file]).filter((right) => !everything.includes(right))).toEqual([]);
  },
);
