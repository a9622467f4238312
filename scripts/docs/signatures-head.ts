/** What docs/signatures.md says before its tables. COUNT becomes the number of signatures. */
export const HEAD = `# Signatures

This page is made from \`rules/*.conf\` and \`test/rules/*.yaml\` by \`npm run docs:signatures\`.

Sekisho ships COUNT signatures in \`rules/*.conf\`, in SecLang. Each has tests in \`test/rules/\`: requests that it must match, and
look-alikes that it must not.

## How they decide

No single word blocks. A rule adds what it found to a score: critical 5, error 4, warning 3, notice 2. \`590-evaluation.conf\`
adds up and answers 403 at \`tx.inbound_anomaly_score_threshold\`, 5 unless you set it: one critical match, or two weaker ones.

Paranoia level 1 is meant for every site. Levels 2 to 4 add rules that also meet honest traffic; \`waf.paranoia\` in the YAML
chooses the level, and \`tx.detection_paranoia_level\` runs a higher one without blocking on it.

## What they look at

Arguments and their names, cookies, the path, file names and contents of uploads, headers, JSON, XML and plain text bodies, each
decoded by \`t:decodeLayers\` from up to five layers of percent escapes, HTML entities, \`\\u\` and \`\\x\` escapes, UTF-7 and
Base64, with full-width and overlong forms written as ASCII, and, where it matters, JavaScript escapes, comments and
quotes of the shells. \`501-decode.conf\` takes apart what hides inside other values and puts it into TX, where the
other rules look as well: Base64, bodies without a usable media type, parameters of the Referer, segments of the path,
strings inside GraphQL and JSON.

A body without a media type, or with \`text/plain\`, is tried as JSON; what is none is read as text. No media type, method,
missing header or numeric Host is refused at level 1, but for the methods TRACE, TRACK, CONNECT and DEBUG.

## Tuning

The log names the rule, the argument and the text that matched. Take the argument out for that rule, or for a class
of rules by its tag, on the path where it is needed; see \`rules/local/example.conf.example\` and \`waf.exclude\` in the YAML.
What was found inside an argument is called \`TX:decoded_1_args:NAME\` or \`TX:part_1_1_args:NAME\`: exclude \`TX:/args:NAME$/\` with it.
`;
