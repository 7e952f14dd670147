import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import type { ArtifactFile } from '../../config/model/artifact-files';
import type { ArtifactBucket } from './artifact-bucket';

export interface ArtifactProps {
  readonly bucket: ArtifactBucket;
  readonly file: ArtifactFile;
  /** Key with the content's hash, so that a new build is a new object and shows in the plans of its users. */
  readonly key: string;
  /** Part of the object's address in the state. */
  readonly address: 'current' | 'upload';
}

/**
 * One file in the bucket. The object of a new build exists before the replaced one is deleted.
 *
 * The provider deletes an object whose key changed with all its versions. To keep earlier builds after the next
 * deployment, each is also uploaded as a new version of one object, `history/<file>`, whose key never changes.
 */
export class Artifact extends Construct {
  constructor(scope: Construct, id: string, { bucket, file, key, address }: ArtifactProps) {
    super(scope, id);
    // The asset is copied beside the stack's JSON, so its path is relative and the same in every clone.
    const asset = new TerraformAsset(this, 'file', { path: file.path, type: AssetType.FILE });
    const object = {
      bucket: bucket.bucket.id,
      source: asset.path,
      // The content, not the path, decides whether to upload.
      sourceHash: file.sha256,
      // No default tags: S3 allows ten tags an object, and tags of objects do not appear in the costs.
      overrideProvider: { defaultTags: { tags: {} } },
      dependsOn: [...bucket.protections],
    };
    new S3Object(this, address, { ...object, key, lifecycle: { createBeforeDestroy: true } });
    new S3Object(this, 'history', { ...object, key: `history/${file.fileName}`, metadata: { sha256: file.sha256 } });
  }
}
