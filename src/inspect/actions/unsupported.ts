/** Actions of the manual that a gateway does not have, and why: a load error that says so. */
export const LEFT_OUT_ACTIONS: readonly { readonly name: string; readonly reason: string }[] = [
  { name: 'append', reason: 'responses are forwarded as they are' },
  { name: 'exec', reason: 'rules do not start programs' },
  {
    name: 'pause',
    reason: 'a paused request would hold a connection for an attacker; use the gate’s rates',
  },
  { name: 'prepend', reason: 'responses are forwarded as they are' },
  { name: 'proxy', reason: 'rules do not choose upstreams' },
];

/** The same by lower-case name. */
export const UNSUPPORTED_ACTIONS: ReadonlyMap<string, string> = new Map(
  LEFT_OUT_ACTIONS.map(({ name, reason }) => [name.toLowerCase(), reason]),
);
