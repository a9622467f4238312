import { ActionError, type ActionSpec } from './spec.js';

export const xmlns: ActionSpec = {
  name: 'xmlns',
  group: 'data',
  summary:
    'Names an XML namespace by a prefix, for the XPath of an XML target in the same rule, those that SecRuleUpdateTarget… adds included; what is excluded is compared as written.',
  example: `SecRule XML:/soap:Envelope/soap:Body//query/text() "@contains <script" "id:100090,phase:2,deny,xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'"`,
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    const form = /^([A-Za-z_][\w.-]*)=(["']?)(\S+)\2$/.exec(argument);
    if (form === null) {
      throw new ActionError(`xmlns:${argument}`, 'write xmlns:PREFIX=URI');
    }
    draft.namespaces.set(form[1], form[3]);
  },
};
