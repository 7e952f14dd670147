/** Operations of Lambda's REST API by method and path below the API's date. `*`: the function. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'POST functions': 'CreateFunction',
  'GET functions': 'ListFunctions',
  'GET functions/*': 'GetFunction',
  'DELETE functions/*': 'DeleteFunction',
  'PUT functions/*/code': 'UpdateFunctionCode',
  'GET functions/*/configuration': 'GetFunctionConfiguration',
  'PUT functions/*/configuration': 'UpdateFunctionConfiguration',
  'GET functions/*/code-signing-config': 'GetFunctionCodeSigningConfig',
  'GET functions/*/concurrency': 'GetFunctionConcurrency',
  'PUT functions/*/concurrency': 'PutFunctionConcurrency',
  'DELETE functions/*/concurrency': 'DeleteFunctionConcurrency',
  'GET functions/*/event-invoke-config': 'GetFunctionEventInvokeConfig',
  'PUT functions/*/event-invoke-config': 'PutFunctionEventInvokeConfig',
  'DELETE functions/*/event-invoke-config': 'DeleteFunctionEventInvokeConfig',
  'POST functions/*/event-invoke-config': 'UpdateFunctionEventInvokeConfig',
  'GET functions/*/policy': 'GetPolicy',
  'POST functions/*/policy': 'AddPermission',
  'DELETE functions/*/policy/*': 'RemovePermission',
  'GET functions/*/versions': 'ListVersionsByFunction',
  'POST functions/*/invocations': 'Invoke',
  'GET tags/*': 'ListTags',
  'POST tags/*': 'TagResource',
  'DELETE tags/*': 'UntagResource',
};

/** Operation of a call to Lambda, by the names of its API; `undefined` for one that is in no table. */
export function lambdaAction(method: string, path: string): string | undefined {
  const [, collection = '', ...rest] = lambdaPath(path);
  const shape = [collection, ...rest.map((part, index) => (index === 1 ? part : '*'))].join('/');
  return OPERATIONS[`${method} ${shape}`];
}

/** Name or ARN of the function in the path of a call; `undefined` for a call that names none there. */
export function functionInPath(path: string): string | undefined {
  return lambdaPath(path)[2];
}

/** Date, collection, function, … */
function lambdaPath(path: string): string[] {
  const [plain = ''] = path.split('?');
  return plain
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
}
