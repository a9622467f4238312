/** Options of `ctl` that a gateway does not have, and why: a load error that says so. */
export const LEFT_OUT_CTL: readonly { readonly name: string; readonly reason: string }[] = [
  { name: 'hashEnforcement', reason: 'pages are not signed' },
  { name: 'hashEngine', reason: 'pages are not signed' },
  {
    name: 'ruleUpdateTargetById',
    reason: 'ModSecurity took it out in 2.7; use ctl:ruleRemoveTargetById or SecRuleUpdateTargetById',
  },
];
