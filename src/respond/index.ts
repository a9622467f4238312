/** Step 8, respond: the upstream's response to the client, or the gateway's own answer. */
export { sendAnswer, sendRawAnswer } from './answer.js';
export { InspectingSink, type ResponseInspector } from './inspecting-sink.js';
export { type ResponseHooks, type ResponseObserver, ResponseSink } from './sink.js';
