// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what others might fill in is sent as it stands
// Texts that are to harm whoever shows them.

/** Terminal escapes, scripts and what breaks out of XML, JSON, HTML, shells and Markdown, all in one. */
export const nastyText = [
  '\u001b[2J\u001b[31m', // clears the screen, turns it red
  '\u001b]0;owned\u0007', // a window title
  '\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\', // a link
  '\u001b]52;c;ZXZpbA==\u0007', // the clipboard
  '\u009b31m\u009d0;owned\u009c\u0090x\u009c', // the same in C1
  '\u202egnp.exe\u2066\u2069\u200f', // reordered
  '\u0000\u0008\u007f\r\u2028\u2029\ufeff\uffff',
  '\ud800 \udfff', // halves of pairs
  '</script><script>globalThis.pwned=1</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  ']]><![CDATA[<!--',
  '${jndi:ldap://127.0.0.1/x} {{7*7}} $(touch /tmp/owned) `id` ; rm -rf /',
  '%0d%0aSet-Cookie:%20a=b %s%n',
  '::error file=x::owned\n::set-output name=a::b',
  '[x](javascript:alert(1)) | a | b |\n# heading',
  '__proto__',
].join(' ')

/** Strings that make careless patterns run for ever. */
export const pumps: readonly (readonly [string, string])[] = [
  ['the letter a', 'a'.repeat(50_000)],
  ['spaces', ' '.repeat(50_000)],
  ['slashes', `${'/'.repeat(50_000)}x`],
  ['zeros', `1.${'0'.repeat(50_000)}1`],
  ['brackets', '('.repeat(50_000)],
  ['quotes', '"'.repeat(50_000)],
  ['backslashes', '\\'.repeat(50_000)],
  ['colons', `urn:${'a:'.repeat(25_000)}`],
  ['dots', 'a.'.repeat(25_000)],
  ['equals signs', `${'='.repeat(50_000)}x`],
  ['words', 'select from where '.repeat(3000)],
  ['stack traces', 'at x(:'.repeat(10_000)],
  ['commas', 'a ,'.repeat(20_000)],
]
