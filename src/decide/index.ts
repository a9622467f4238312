/** Step 6: from a verdict to what is done about it, and the page a visitor sees. */
export { type Answer, answerFor, blockPage, type PageStatus } from './answer.js';
export { decide } from './decide.js';
