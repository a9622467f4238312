/** Several worker processes on one machine: who starts them, watches them, and speaks for them. */

export { hasPassedSockets, openSockets, type SocketAddresses, type Sockets } from './sockets.js';
export { type AdminOfSupervisor, Supervisor, type SupervisorOptions } from './supervisor.js';
export { workerCount } from './worker-count.js';
export { type StartOrder, type WorkerActions, WorkerSide } from './worker-side.js';
