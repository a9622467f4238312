/**
 * Imported before everything else, for its effect: what follows takes a good part of a second to load. Without a listener
 * SIGUSR1 opens Node's inspector, a door to everything in the process, and SIGHUP or SIGUSR2 would end a gateway that is
 * still starting.
 */
const ignore = (): void => {};

process.on('SIGUSR1', ignore);
// Other commands may end by these, as programs do.
if (process.argv.includes('run') || process.send !== undefined) {
  process.on('SIGHUP', ignore);
  process.on('SIGUSR2', ignore);
}
