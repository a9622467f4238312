/** Rule tests in go-ftw's YAML: loaded, turned into requests, run, compared. */
export { checkStage, type StageResult } from './check.js';
export { type FtwOverride, loadOverrides, loadTestFile, loadTests, testFiles } from './load.js';
export { applyOverrides, type OverriddenTests } from './overrides.js';
export { type ReflectedResponse, reflect } from './reflect.js';
export { buildRequest } from './request.js';
export {
  type InProcessOptions,
  runInProcess,
  type StageObserver,
  type TestOutcome,
} from './run-in-process.js';
export {
  type MatchesByClient,
  readAuditMatches,
  runOverSockets,
  type SocketsOptions,
} from './run-sockets.js';
export { type FtwStage, type FtwTest, nameOf } from './test.js';
