import type { Aws } from '../aws/aws.js';
import { cloudFormationReferences } from './cloudformation-references.js';
import type { ReferenceSource } from './references.js';
import { secretsManagerReferences } from './secretsmanager-references.js';
import { ssmReferences } from './ssm-references.js';

/** `${cfn:…}`, `${secretsmanager:…}` and `${ssm:…}`. AWS is opened only when one of them is resolved. */
export function awsReferences(aws: () => Aws): readonly ReferenceSource[] {
  return [
    cloudFormationReferences(() => aws().cloudFormation),
    secretsManagerReferences(() => aws().secretsManager),
    ssmReferences(() => aws().ssm),
  ];
}
