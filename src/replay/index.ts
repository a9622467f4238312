/** Raw requests from files through the same steps as the gateway's, without sockets: `explain` and rule tests. */
export { type Judgement, type JudgeOptions, judge } from './judge.js';
export { parseRawRequest, type RawRequest, RawRequestError } from './raw-request.js';
